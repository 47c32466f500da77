import { prepareAnswers } from './answers'
import { createProgram, type Program } from './program'

prepareAnswers()

/** The program outlives every page: an answer that is under way belongs to it. */
App<{ program: Program }>({
  program: createProgram(),
})
