import { spelledKinds } from './spelled-kinds'

/**
 * Formulas of the whole school curriculum as models and school books write them, by field: what the typesetter, the
 * cut fonts and the comparison with KaTeX are held against.
 */
const fields: Readonly<Record<string, string>> = {
  'primary school': String.raw`
    3 + 5 \times 2 - 8 \div 4 = 11
    \frac{1}{2} + \frac{2}{3} = \frac{7}{6}
    1\frac{2}{3} + 2\frac{1}{4} = 3\frac{11}{12}
    0.25 \times 400 = 100
    12.5\% = \frac{1}{8}
    25 \times 4 \neq 25 + 4
    \left(\frac{3}{4} - \frac{1}{2}\right) \div \frac{5}{8}
    8\,\text{米} = 800\,\text{厘米}
    \text{路程} = \text{速度} \times \text{时间}
    S = \pi r^2 \approx 3.14 \times 5^2 = 78.5\ (\text{cm}^2)
    17 \div 5 = 3 \cdots\cdots 2
    \boxed{x = 12}
    2{,}500\ \text{g} = 2.5\ \text{kg}
    3 : 4 = 9 : 12
    \dfrac{3}{4} < \dfrac{4}{5}
    \overset{3}{\cancel{12}}`,
  'algebra of middle school': String.raw`
    x^2 - 5x + 6 = 0
    x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
    \Delta = b^2 - 4ac \geq 0
    (a+b)^2 = a^2 + 2ab + b^2
    a^2 - b^2 = (a+b)(a-b)
    \begin{cases} 2x + y = 7 \\ x - y = 2 \end{cases}
    \left\{\begin{array}{l} x = 3 \\ y = 1 \end{array}\right.
    \sqrt{12} = 2\sqrt{3}
    \sqrt[3]{27} = 3
    \sqrt{a^2} = |a|
    \frac{1}{x-1} + \frac{1}{x+1} = \frac{2x}{x^2-1}
    x_1 + x_2 = -\frac{b}{a}, \quad x_1 x_2 = \frac{c}{a}
    y = kx + b \ (k \neq 0)
    y = a(x-h)^2 + k
    y = \frac{k}{x}
    -3 < x \leqslant 5
    \because a > b, \therefore a + c > b + c
    \left|x - 3\right| \le 2
    1.2 \times 10^{-5}
    \bar{x} = \frac{1}{n}(x_1 + x_2 + \cdots + x_n)
    s^2 = \frac{1}{n}\sum_{i=1}^{n}(x_i - \bar{x})^2
    \sqrt{\frac{a}{b}} = \frac{\sqrt{a}}{\sqrt{b}} \quad (a \ge 0, b > 0)
    \frac{\frac{1}{a} + \frac{1}{b}}{\frac{1}{a} - \frac{1}{b}}
    \overline{abc} = 100a + 10b + c`,
  geometry: String.raw`
    \angle ABC = 90^\circ
    \triangle ABC \cong \triangle DEF
    \triangle ABC \sim \triangle A'B'C'
    \triangle ABC \backsim \triangle DEF
    AB \parallel CD, \quad EF \perp CD
    a^2 + b^2 = c^2
    \overparen{AB} = \frac{n\pi r}{180}
    \wideparen{AB}
    \odot O
    \text{Rt}\triangle ABC
    \parallelogram ABCD
    \angle 1 + \angle 2 = 180^{\circ}
    \frac{AD}{DB} = \frac{AE}{EC}
    S_{\triangle ABC} = \frac{1}{2} ab \sin C
    V = \frac{4}{3}\pi R^3
    \sin 30^\circ = \frac{1}{2}, \cos 45^\circ = \frac{\sqrt{2}}{2}, \tan 60^\circ = \sqrt{3}
    \alpha \perp \beta, \ l \subset \alpha, \ l \nparallel m
    A \in l, \ l \not\subset \alpha
    \square ABCD
    \overset{\frown}{AB} = \overset{\frown}{CD}`,
  'functions and sets of high school': String.raw`
    A \cap B = \{x \mid 1 < x < 3\}
    A \cup \complement_U B
    \emptyset \subsetneqq A \subseteq B
    \forall x \in \mathbb{R}, \ x^2 \geq 0
    \exists x_0 \in \mathbf{N}^*, \ x_0 \notin \mathbb{Q}
    f(x) = \begin{cases} x^2, & x \geqslant 0 \\ -x, & x < 0 \end{cases}
    f: A \to B, \quad x \mapsto x^2
    \log_a (MN) = \log_a M + \log_a N
    \ln e = 1, \quad \lg 100 = 2
    a^{\frac{m}{n}} = \sqrt[n]{a^m}
    \sin(\alpha + \beta) = \sin\alpha\cos\beta + \cos\alpha\sin\beta
    \tan 2\alpha = \frac{2\tan\alpha}{1 - \tan^2\alpha}
    y = A\sin(\omega x + \varphi)
    \frac{a}{\sin A} = \frac{b}{\sin B} = \frac{c}{\sin C} = 2R
    a^2 = b^2 + c^2 - 2bc\cos A
    p \Rightarrow q, \ \neg p \Leftrightarrow q, \ p \land q, \ p \lor q
    \left[-\frac{\pi}{2} + 2k\pi, \frac{\pi}{2} + 2k\pi\right] \ (k \in \mathbf{Z})
    f'(x_0) = \lim_{\Delta x \to 0} \frac{f(x_0 + \Delta x) - f(x_0)}{\Delta x}
    x \in (-\infty, 1) \cup [2, +\infty)
    \lceil x \rceil - \lfloor x \rfloor \le 1
    f^{-1}(x), \quad g \circ f`,
  'sequences, combinatorics, probability': String.raw`
    a_n = a_1 + (n-1)d
    S_n = \frac{n(a_1 + a_n)}{2}
    \sum_{k=1}^{n} k^2 = \frac{n(n+1)(2n+1)}{6}
    \sum\limits_{i=1}^{n} x_i y_i - n\bar{x}\,\bar{y}
    \prod_{i=1}^{n} i = n!
    C_n^m = \frac{n!}{m!(n-m)!}
    \mathrm{C}_{n}^{k} p^k (1-p)^{n-k}
    \binom{n}{k} = \binom{n-1}{k-1} + \binom{n-1}{k}
    (a+b)^n = \sum_{k=0}^{n} \mathrm{C}_n^k a^{n-k} b^k
    P(A \mid B) = \frac{P(AB)}{P(B)}
    E(X) = \sum_{i=1}^n x_i p_i, \quad D(X) = \sigma^2
    X \sim N(\mu, \sigma^2)
    \hat{b} = \frac{\sum_{i=1}^{n}(x_i-\bar{x})(y_i-\bar{y})}{\sum_{i=1}^{n}(x_i-\bar{x})^2}
    \chi^2 = \frac{n(ad-bc)^2}{(a+b)(c+d)(a+c)(b+d)}
    \underbrace{1 + 1 + \cdots + 1}_{n\text{个}} = n
    \overbrace{a \cdot a \cdots a}^{n}
    \lim_{n\to\infty} \left(1 + \frac{1}{n}\right)^n = e`,
  'vectors, matrices, calculus': String.raw`
    \vec{a} \cdot \vec{b} = |\vec{a}||\vec{b}|\cos\theta
    \overrightarrow{AB} + \overrightarrow{BC} = \overrightarrow{AC}
    \vec{AB} = (x_2 - x_1, y_2 - y_1)
    \boldsymbol{a} \perp \boldsymbol{b}
    \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}
    \begin{bmatrix} a & b & c \\ d & e & f \\ g & h & i \end{bmatrix}
    \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc
    \left(\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right)
    \int_0^1 x^2 \,\mathrm{d}x = \left.\frac{x^3}{3}\right|_0^1 = \frac{1}{3}
    \int_{a}^{b} f(x)\,dx = F(b) - F(a)
    \frac{\mathrm{d}y}{\mathrm{d}x}, \ \frac{\partial f}{\partial x}
    \oint_C \vec{E}\cdot d\vec{l} = 0
    \iint_D f(x,y)\,d\sigma
    \begin{aligned} (a+b)^3 &= (a+b)(a+b)^2 \\ &= a^3 + 3a^2b + 3ab^2 + b^3 \end{aligned}
    \begin{align*} 2x + 3 &= 7 \\ 2x &= 4 \\ x &= 2 \end{align*}
    \begin{gathered} a + b = c \\ d = e \end{gathered}
    z = a + b\mathrm{i}, \ \bar{z} = a - b\mathrm{i}, \ |z| = \sqrt{a^2 + b^2}
    \frac{x^2}{a^2} + \frac{y^2}{b^2} = 1 \ (a > b > 0)
    \begin{cases} x = \rho\cos\theta \\ y = \rho\sin\theta \\ \rho^2 = x^2 + y^2 \\ \tan\theta = \dfrac{y}{x} \ (x \ne 0) \end{cases}
    \sqrt{1 + \sqrt{1 + \sqrt{1 + \frac{1}{x}}}}
    \sqrt{\frac{\frac{a}{b} + \frac{c}{d}}{\frac{e}{f} + \frac{g}{h}}}
    \left(\frac{\frac{a}{b}}{\frac{c}{d}}\right)^{2} \Bigg/ \left[\sum_{i=1}^n x_i\right]
    \widehat{ABC} + \widetilde{xyz} + \dot{x} + \ddot{y} + \hat{p} + \tilde{q} + \check{r}
    \left\| \vec{v} \right\| = \langle u, v \rangle
    \begin{bmatrix} 1 \\ 2 \\ 3 \\ 4 \\ 5 \\ 6 \end{bmatrix}
    \left\{ \begin{matrix} 1 \\ 2 \\ 3 \\ 4 \\ 5 \\ 6 \end{matrix} \right\}
    \tag{1} E = mc^2`,
  physics: String.raw`
    v = v_0 + at, \quad x = v_0 t + \frac{1}{2}at^2
    F = ma
    G = mg = 5\,\text{kg} \times 9.8\,\text{N/kg} = 49\,\text{N}
    F = G\frac{Mm}{r^2}
    E_k = \frac{1}{2}mv^2, \quad E_p = mgh
    P = UI = I^2R = \frac{U^2}{R}
    \frac{1}{R} = \frac{1}{R_1} + \frac{1}{R_2}
    \rho = \frac{m}{V} = 1.0 \times 10^3\ \mathrm{kg/m^3}
    F_{\text{浮}} = \rho_{\text{液}} g V_{\text{排}}
    p = \frac{F}{S}
    Q = cm\Delta t
    \eta = \frac{W_{有用}}{W_{总}} \times 100\%
    T = 2\pi\sqrt{\frac{l}{g}}
    \Phi = BS\cos\theta, \quad E = n\frac{\Delta\Phi}{\Delta t}
    \frac{pV}{T} = C
    \lambda = \frac{h}{p}, \quad E = h\nu
    ^{238}_{92}\mathrm{U} \to {}^{234}_{90}\mathrm{Th} + {}^{4}_{2}\mathrm{He}
    \mu = \tan\theta, \ f = \mu F_N
    10\ \Omega, \ 5\ \mu\mathrm{F}, \ 20\ ℃, \ 3\times10^8\ \mathrm{m\cdot s^{-1}}
    n_{12} = \frac{\sin i}{\sin r}
    \vec{F}_{合} = \vec{F}_1 + \vec{F}_2
    \SI{9.8}{m/s^2}, \ang{30}, 25\celsius
    a = \frac{\Delta v}{\Delta t} \xlongequal{t \to 0} \dot{v}`,
  chemistry: String.raw`
    \ce{2H2 + O2 ->[点燃] 2H2O}
    \ce{CaCO3 ->[高温] CaO + CO2 ^}
    \ce{2KMnO4 ->[\Delta] K2MnO4 + MnO2 + O2 ^}
    \ce{N2 + 3H2 <=>[高温、高压][催化剂] 2NH3}
    \ce{SO4^2- + Ba^2+ -> BaSO4 v}
    \ce{Fe^{3+} + 3OH- = Fe(OH)3 v}
    \ce{CH3COOH <=> CH3COO- + H+}
    \ce{CH2=CH2 + Br2 -> CH2Br-CH2Br}
    \ce{^{14}_{6}C}
    \ce{CuSO4.5H2O}
    \ce{[Cu(NH3)4]^2+}
    \ce{Zn + H2SO4 = ZnSO4 + H2 ^}
    \mathrm{2H_2O \xrightarrow{\text{通电}} 2H_2\uparrow + O_2\uparrow}
    \mathrm{Na^+}, \mathrm{Cl^-}, \mathrm{SO_4^{2-}}
    n = \frac{m}{M} = \frac{V}{V_m}
    c(\mathrm{H^+}) = 1\times10^{-7}\ \mathrm{mol\cdot L^{-1}}
    \mathrm{pH} = -\lg c(\mathrm{H^+})
    \ce{C6H12O6 + 6O2 ->[酶] 6CO2 + 6H2O + 能量}
    2\mathrm{SO_2} + \mathrm{O_2} \xrightleftharpoons[\Delta]{催化剂} 2\mathrm{SO_3}
    K = \frac{c^2(\ce{NH3})}{c(\ce{N2}) \cdot c^3(\ce{H2})}
    \overset{+2}{\mathrm{Cu}}\ \overset{-2}{\mathrm{O}}
    \Delta H = -92.4\ \mathrm{kJ/mol}
    \pu{1.2e-3 mol/L}`,
  'what models write around formulas': String.raw`
    \color{red}{x} + \textcolor{blue}{\sqrt{y}} + \textcolor{#228B22}{\overrightarrow{AB}}
    \cancel{x} + \bcancel{y} + \xcancel{abc} + \sout{z}
    \underline{\text{答案}} \quad \overline{AB}
    \underset{x \to 0}{\lim} f(x)
    \stackrel{\text{def}}{=}
    \substack{i < n \\ j < m}
    \mathrm{A}\mathbf{B}\mathit{C}\mathcal{D}\mathbb{E}\mathscr{F}\mathsf{G}\mathtt{H}\mathfrak{I}
    \textbf{粗体 bold} \textit{italic} \text{正文 text}
    \left. \frac{a}{b} \right\rvert_{x=1}
    \big( \Big( \bigg( \Bigg( x \Bigg) \bigg) \Big) \big)
    x \xleftarrow{a} y \xrightarrow[b]{a} z
    \underbrace{\overbrace{a+b}^{m} + c}_{n}
    \phantom{x} + \smash{y} + \rule{1em}{0.5em}
    \text{①}\ ② \quad \textcircled{3}
    a \ll b \gg c \doteq d
    \$5.00 \quad 50\% \quad \#1 \quad a\_b \quad R\&D
    \large 大 \small 小
    \begin{array}{c|cc} x & 1 & 2 \\ \hline P & \frac13 & \frac23 \end{array}
    \fbox{a} + \colorbox{yellow}{b} + \fcolorbox{red}{white}{c}
    \therefore x = 3 \quad \checkmark
    \frac{1}{2}，所以 x＝3（正确）
    \operatorname{lcm}(4, 6) = 12, \ \gcd(4, 6) = 2, \ \operatorname{sgn} x
    \{1, 2, \ldots, n\} \setminus \{k\}
    25\text{℃}, \ 25℃, \ 77℉
    \text{△ABC∽△DEF}, \ △ABC ≌ △DEF
    ∵ a＞b，∴ a＋c＞b＋c
    \left\{ {\begin{array}{*{20}{l}} {x + y = 1} \\ {x - y = 3} \end{array}} \right.
    50% + 30% = 80%, \ \text{增长 20%}
    x² + y² = r², \ H₂O, \ ½
    \begin{array}{r} 23 \\ \times\ 45 \\ \hline 115 \\ 92\phantom{0} \\ \hline 1035 \end{array}
    0.\dot{3} = \frac13, \ \underline{\hspace{2em}}, \ /\!/ \ ⊙O`,
}

/** A formula of the corpus. */
export interface CorpusFormula {
  readonly field: string
  readonly tex: string
  /** Where it is written, if not everywhere: KaTeX is compared with there alone. */
  readonly only?: 'displayed' | 'inline'
}

/** All formulas, in order. */
export const corpus: readonly CorpusFormula[] = [
  ...Object.entries(fields).flatMap(([field, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((tex) => ({ field, tex: tex.trim() })),
  ),
  ...spelledKinds.map(({ written, only }) => ({
    field: 'what KaTeX alone refuses',
    tex: written,
    ...(only && { only }),
  })),
]
