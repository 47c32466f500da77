const small = 'abcdefghijklmnopqrstuvwxyz'
const capital = small.toUpperCase()
const digits = '0123456789'

const relations = String.raw`
  = \neq \approx \equiv < > \leq \geq \leqslant \geqslant \ll \gg \sim \simeq \cong \propto \in \notin \ni \subset
  \supset \subseteq \supseteq \subsetneq \subsetneqq \supsetneqq \nsubseteq \mid \nmid \parallel \nparallel \perp
  \models \doteq \backsim \lesssim \gtrsim \nless \ngtr \frown \smile`

const operators = String.raw`
  + - \times \div \cdot \pm \mp \cap \cup \setminus \land \lor \oplus \otimes \odot \circ \ast \star \bullet \wedge
  \vee \bmod`

const arrows = String.raw`
  \rightarrow \leftarrow \leftrightarrow \Rightarrow \Leftarrow \Leftrightarrow \longrightarrow \Longrightarrow
  \longleftarrow \longleftrightarrow \Longleftrightarrow \uparrow \downarrow \updownarrow \Uparrow \Downarrow \mapsto \rightleftharpoons
  \nearrow \searrow \swarrow \nwarrow`

const others = String.raw`
  \emptyset \varnothing \forall \exists \nexists \neg \because \therefore \angle \measuredangle \sphericalangle
  \triangle \square \blacksquare \blacktriangle \lozenge \infty \partial \nabla \prime \ldots \cdots \vdots \ddots \ell
  \hbar \complement \degree \checkmark \vartriangle \triangledown \bigstar \bigcirc
  \% \& \# \_ \$ \{ \} | \| \lfloor \rfloor \lceil \rceil \langle \rangle
  [ ] ( ) / \backslash ! , . : ; ? ' \text{"} \imath \jmath \surd \text{‘’“”–—…}`

const greek = String.raw`
  \alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi
  \varpi \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega
  \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega`

const accents = String.raw`
  \hat a \bar b \vec c \dot d \ddot e \tilde f \check g \acute h \grave i \breve j \mathring k \widehat{ABC}`

const delimiters = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '\\{',
    '\\}',
    '|',
    '\\|',
    '\\langle',
    '\\rangle',
    '\\lfloor',
    '\\rfloor',
    '\\lceil',
  ],
  ...['\\rceil', '/', '\\backslash', '\\uparrow', '\\downarrow'],
]
const tall = '\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\\\6\\\\7\\end{matrix}'

/** Formulas that hold every character of the Chinese school curriculum, each in the fonts in which it occurs. */
export const schoolSymbols: readonly string[] = [
  ...[small, capital, digits, relations, operators, arrows, others, greek, accents],
  `\\mathrm{${capital}${small}${digits}}`,
  `\\mathbf{${capital}${small}${digits}}`,
  `\\boldsymbol{ABEFP${small}${digits}\\alpha\\beta\\omega\\Omega+-=0\\cdot\\times}`,
  '\\mathbb{ACEFNPQRZ}',
  '\\mathcal{ABCDEFHLMNOPRS}',
  `\\text{${capital}${small}${digits}.,:;!?()[]-+=/*'"<>|@\\%}`,
  `\\textbf{${capital}${small}${digits}.,:;!?()-}`,
  '\\sum\\prod\\coprod\\int\\oint\\iint\\iiint\\bigcup\\bigcap\\bigoplus\\bigvee\\bigwedge',
  ...delimiters.flatMap((one) => ['big', 'Big', 'bigg', 'Bigg'].map((size) => `\\${size}${one}`)),
  ...delimiters.map((one) => `\\left${one}${tall}\\right.`),
]
