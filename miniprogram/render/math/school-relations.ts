/** Commands of relations, beside which the rows of a calculation are aligned. */
export const relationNames: ReadonlySet<string> = new Set(
  (
    'lt gt le ge leq geq leqslant geqslant ne neq eq approx equiv sim simeq cong propto in notin to rightarrow ' +
    'Rightarrow Leftrightarrow leftrightarrow iff implies impliedby longrightarrow Longrightarrow xrightarrow ' +
    'xlongequal subset subseteq perp parallel doteq triangleq stackrel'
  ).split(' '),
)
