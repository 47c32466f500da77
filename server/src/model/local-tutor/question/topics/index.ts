import { contained, difference, ratioOf, sizes } from './comparisons'
import { conversions } from './conversions'
import { figures } from './figures'
import { commonDenominators, forms, reduced } from './forms'
import { commonFactors, mean } from './lists'
import { ratios } from './ratios'
import { remainders } from './remainders'
import { squareRoots } from './roots'
import type { Topic } from './topic'

/** Questions with words of their own, in the order in which they are tried. */
export const TOPICS: readonly Topic[] = [
  figures,
  conversions,
  squareRoots,
  remainders,
  mean,
  commonFactors,
  forms,
  commonDenominators,
  reduced,
  ratios,
  ratioOf,
  difference,
  sizes,
  contained,
]
