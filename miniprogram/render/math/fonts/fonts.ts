/** Shows nothing: what uses it brings the fonts of formulas, which are its style sheet, onto the page. */
Component({})
