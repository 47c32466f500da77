/** Commands of one sign, as `names sign` pairs: several names of a sign are parted by commas. */
const listed =
  'times × div ÷ pm ± mp ∓ cdot,cdotp · ast,star * circ ∘ bullet • ' +
  'le,leq,leqslant,leqq ≤ ge,geq,geqslant,geqq ≥ ne,neq ≠ lt,textless < gt,textgreater > approx ≈ equiv ≡ cong ≌ backsim ∽ sim,thicksim,textasciitilde ∼ simeq ≃ ' +
  'propto ∝ ll ≪ gg ≫ doteq ≐ in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq,subsetneqq,varsubsetneq ⊊ supsetneq,supsetneqq ⊋ ' +
  'nsubseteq ⊈ cup ∪ cap ∩ bigcup ⋃ bigcap ⋂ setminus,backslash ∖ complement ∁ emptyset,varnothing ∅ forall ∀ exists ∃ nexists ∄ neg,lnot ¬ land,wedge ∧ lor,vee ∨ ' +
  'to,rightarrow,longrightarrow → gets,leftarrow,longleftarrow ← leftrightarrow ↔ Rightarrow,Longrightarrow,implies ⇒ Leftarrow,impliedby ⇐ ' +
  'Leftrightarrow,iff,Longleftrightarrow ⇔ mapsto ↦ uparrow ↑ downarrow ↓ rightleftharpoons ⇌ nearrow ↗ searrow ↘ ' +
  'infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ iint ∬ iiint ∭ oint ∮ angle ∠ measuredangle ∡ triangle,bigtriangleup △ square,Box □ bigcirc ○ parallelogram ▱ ' +
  'odot ⊙ oplus ⊕ otimes ⊗ perp,bot ⊥ parallel,varparallel,pll ∥ nparallel ∦ mid ∣ vert,lvert,rvert,textbar | Vert,lVert,rVert,| ‖ nmid ∤ frown,overgroup ⌒ because ∵ therefore ∴ ' +
  'rightharpoonup ⇀ degree,textdegree ° celsius,degreeCelsius,textcelsius ℃ prime ′ permil,textperthousand ‰ checkmark ✓ ' +
  'ldots,dots,cdots,dotsc,dotsb,textellipsis … vdots ⋮ ddots ⋱ iddots,adots ⋰ lbrace { rbrace } { { } } lbrack [ rbrack ] lparen ( rparen ) ' +
  'langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ % % # # & & _ _ $ ＄ colon : slash / ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ ' +
  'alpha α beta β gamma γ delta δ epsilon,varepsilon ε zeta ζ eta η theta,vartheta θ iota ι kappa κ lambda λ mu,micro,upmu,textmu μ nu ν xi ξ ' +
  'pi,uppi,varpi π rho,varrho ρ sigma,varsigma σ tau τ upsilon υ phi,varphi φ chi χ psi ψ omega ω Gamma,varGamma Γ Delta,varDelta Δ Theta Θ Lambda Λ Xi Ξ Pi Π ' +
  'Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega,ohm,textohm Ω Q ℚ C ℂ R ℝ N ℕ Z ℤ dd d imath i jmath j euro €'

const names = new Map<string, string>()
listed.split(' ').forEach((commands, at, words) => {
  if (at % 2 === 0) for (const name of commands.split(',')) names.set(name, words[at + 1] ?? '')
})
for (const name of 'sin cos tan cot sec csc arcsin arccos arctan arccot sinh cosh tanh log ln lg exp lim max min sup inf gcd lcm mod det dim ker deg arg sgn card rank tr Var Cov'.split(
  ' ',
))
  names.set(name, name)
names.set('bmod', 'mod')

/** The character that a command stands for, or its name where that is read as it is (`sin`). */
export function signOf(command: string): string | undefined {
  return names.get(command)
}

/** Letters of `\mathbb`. */
export const blackboard: Readonly<Record<string, string>> = { R: 'ℝ', N: 'ℕ', Z: 'ℤ', Q: 'ℚ', C: 'ℂ', P: 'ℙ' }

const negations: Readonly<Record<string, string>> = {
  '=': '≠',
  '∈': '∉',
  '⊂': '⊄',
  '⊆': '⊈',
  '∥': '∦',
  '|': '∤',
  '≡': '≢',
  '>': '≯',
  '<': '≮',
  '∃': '∄',
}

/** The stroke through a sign that has no negation of its own. */
export const stroke = '\u0338'

/** The sign of what a sign denies. */
export function negated(sign: string): string {
  return negations[sign] ?? sign + stroke
}

/** Relations: on both sides of them stands something whole. */
export function isRelation(sign: string): boolean {
  return /^[=<>≤≥≠≈≡≌≅∽∼≃∝≪≫≐∈∋∉⊂⊃⊆⊇⊊⊋⊄⊈≢≯≮→←↔⇒⇐⇔↦⇌∥∦⊥＝＞＜]/.test(sign)
}

/** Operators between two things; before the first, `+`, `-` and `±` are its sign. */
export function isOperator(sign: string): boolean {
  return /^[-+−±∓×÷∪∩∧∨⊕⊗∖＋－]$/.test(sign)
}

/** Whether a sign behind it can only belong to what follows. */
export function opens(sign: string | undefined): boolean {
  return sign === undefined || isRelation(sign) || isOperator(sign) || /^[(（[{⟨|‖,，;；:∵∴/·]$/.test(sign)
}
