/** A formula as a model writes it, which KaTeX refuses, and the one that its author meant, which KaTeX knows. */
export interface Spelled {
  readonly written: string
  readonly meant: string
  /** Where it differs: only there it is compared. */
  readonly only?: 'displayed' | 'inline'
}

const table = (lines: string, only?: Spelled['only']): Spelled[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [written = '', meant = ''] = line.split('⟶').map((part) => part.trim())
      return only === undefined ? { written, meant } : { written, meant, only }
    })

/** Every kind, written ⟶ meant. */
export const spelledKinds: readonly Spelled[] = [
  ...table(String.raw`
    x &= 3 \\ y &= 4 ⟶ \begin{aligned}x &= 3 \\ y &= 4\end{aligned}
    \left\{ x & + y = 1 \\ x & - y = 3 \right. ⟶ \left\{ \begin{aligned} x & + y = 1 \\ x & - y = 3 \end{aligned}\right.
    R&D ⟶ R\&D
    \text{A & B} ⟶ \text{A \& B}
    \begin{array}{rr} 2 & 3 \\ \cline{1-2} 4 & 5 \end{array} ⟶ \begin{array}{rr} 2 & 3 \\ \hline 4 & 5 \end{array}
    \begin{array}{cc} \toprule a & b \\ \cmidrule(lr){1-2} c & d \end{array} ⟶ \begin{array}{cc} \hline a & b \\ \hline c & d \end{array}
    \begin{array}{cc} \multicolumn{2}{c}{x} \\ 1 & 2 \end{array} ⟶ \begin{array}{cc} x & \\ 1 & 2 \end{array}
    \begin{array} 1 & 2 \end{array} ⟶ \begin{array}{ll} 1 & 2 \end{array}
    \begin{array}{p{2cm}@{}c} a & b \end{array} ⟶ \begin{array}{lc} a & b \end{array}
    \begin{array}[t]{c} a \end{array} ⟶ \begin{array}{c} a \end{array}
    \begin{eqnarray} a &=& b \\ &=& c \end{eqnarray} ⟶ \begin{aligned} a &= b \\ &= c \end{aligned}
    \begin{eqnarray*} a &\le& b \end{eqnarray*} ⟶ \begin{aligned} a &\le b \end{aligned}
    \begin{multline} a + b \\ + c \end{multline} ⟶ \begin{gathered} a + b \\ + c \end{gathered}
    \begin{flalign} a &= b \\ c &= d \end{flalign} ⟶ \begin{aligned} a &= b \\ c &= d \end{aligned}
    \begin{align} a &= b \\ c &= d \end{align} ⟶ \begin{aligned} a &= b \\ c &= d \end{aligned}
    \begin{align*} a &= b \end{align*} ⟶ \begin{aligned} a &= b \end{aligned}
    \begin{alignat}{2} a &= b \end{alignat} ⟶ \begin{alignedat}{2} a &= b \end{alignedat}
    \begin{gather} a \\ b \end{gather} ⟶ \begin{gathered} a \\ b \end{gathered}
    \begin{split} a &= b \end{split} ⟶ \begin{aligned} a &= b \end{aligned}
    \begin{equation} a = b \end{equation} ⟶ a = b
    \begin{equation}\begin{split} a &= b \end{split}\end{equation} ⟶ \begin{aligned} a &= b \end{aligned}
    \begin{cases*} a & b \end{cases*} ⟶ \begin{cases} a & b \end{cases}
    \cases{x & y \cr z & w} ⟶ \begin{cases} x & y \\ z & w \end{cases}
    \begin{aligned} a &= b \\ \intertext{所以} c &= d \end{aligned} ⟶ \begin{aligned} a &= b \\ \text{所以} \\ c &= d \end{aligned}
    \begin{tabular}{|c|c|} 甲 & 乙 \\ \hline 1 & $x$ \end{tabular} ⟶ \begin{array}{|c|c|} \text{甲} & \text{乙} \\ \hline \text{1} & \text{$x$} \end{array}
    \require{cancel} \cancel{x} ⟶ \cancel{x}
    \enclose{longdiv}{125} ⟶ \overline{\smash{)}\,125}
    \longdiv{125}{5} ⟶ 5\overline{\smash{)}\,125}
    \enclose{box}{x} ⟶ \boxed{x}
    \enclose{top left}{x} ⟶ \left|\overline{x}\right.
    \enclose{updiagonalstrike}{12} ⟶ \cancel{12}
    \bbox[border:1px solid red]{x+1} ⟶ \boxed{x+1}
    \bbox[yellow,5pt]{x+1} ⟶ \colorbox{yellow}{$x+1$}
    \bbox{x} ⟶ {x}
    a \buildrel \triangle \over = b ⟶ a \stackrel{\triangle}{=} b
    e^{x}' ⟶ e^{x}{}'
    f'^{2} + x_{1}_{2} ⟶ f'^{2} + x_{1}{}_{2}
    \text{file_name} ⟶ \text{file\_name}
    \text{H_2O} ⟶ \text{H$_{\text{2}}$O}
    \text{cm^2} ⟶ \text{cm$^{\text{2}}$}
    \text{第 #1 题} ⟶ \text{第 \#1 题}
    \text{a \times b} ⟶ \text{a $\times$ b}
    \text{\ce{H2O}} ⟶ \text{$\ce{H2O}$}
    \SI{5}{\meter} ⟶ {5}\,\mathrm{m}
    \SI{9.8}{\meter\per\second\squared} ⟶ {9.8}\,\mathrm{m/s^{2}}
    \qty{5}{\kilo\gram} ⟶ {5}\,\mathrm{kg}
    \qty{3e8}{m/s} ⟶ {3\times 10^{8}}\,\mathrm{m/s}
    \SI{4.2}{\joule\per\gram\per\degreeCelsius} ⟶ {4.2}\,\mathrm{J/g/{}^{\circ}C}
    \si{\newton\meter} ⟶ \mathrm{N\cdot m}
    \si{\square\meter} ⟶ \mathrm{m^{2}}
    \num{1.2e-3} ⟶ {1.2\times 10^{-3}}
    \ang{30;15;} ⟶ {30}^{\circ}{15}'
    \textless\ \textgreater\ \textbar\ \textasciitilde ⟶ <\ >\ |\ \sim
    \text{\textless x\textgreater} ⟶ \text{<x>}
    a &gt; b ⟶ a > b
    1 &lt; x &amp;&amp; y ⟶ 1 < x \&\& y
    3 &times; 4 &ne; 5 ⟶ 3 × 4 ≠ 5
    \begin{aligned} x &amp;= 1 \end{aligned} ⟶ \begin{aligned} x &= 1 \end{aligned}
    \uppercase{abc}\alpha ⟶ {ABC}\alpha
    \lowercase{AB} ⟶ {ab}
    \cancelto{0}{x} ⟶ \overset{0}{\cancel{x}}
    \sideset{_1^2}{_3^4}\sum ⟶ {}_1^2\sum\nolimits _3^4
    \textcolor[rgb]{1,0,0}{x} ⟶ \textcolor{#ff0000}{x}
    \color[HTML]{0000FF} x ⟶ \color{#0000FF} x
    \fbox{\frac{1}{2}} ⟶ \boxed{\frac{1}{2}}
    \mathds{R} \mathbbm{N} ⟶ \mathbb{R} \mathbb{N}
    \nicefrac{1}{2} ⟶ {1}/{2}
    \textsuperscript{2} ⟶ {}^{\text{2}}
    \unicode{x2460} ⟶ ①
    x\_{1}+x\_{2} ⟶ x_{1}+x_{2}
    a\_1+\alpha\_n ⟶ a_1+\alpha_n
    \mathrm{max\_val} ⟶ {\mathrm{max\_val}}
    3 \* 4 \< 5 \+ x\^2 ⟶ 3 * 4 < 5 + x^2
    f\'(x) \= \left\[x\right\] ⟶ f'(x) = \left[x\right]
    x=____ ⟶ x=\underline{\hspace{2em}}
    x=\_\_\_\_ ⟶ x=\underline{\hspace{2em}}
    f(1)=\underline{____} ⟶ f(1)=\underline{\hspace{2em}}
    \ce{__Fe + ____O2 = \_\_Fe3O4} ⟶ \ce{$\underline{\hspace{1em}}$Fe + $\underline{\hspace{2em}}$O2 = $\underline{\hspace{1em}}$Fe3O4}
    \left { x \left | x > 1 \right . \right } ⟶ \left\{ x \left | x > 1 \right . \right\}
    \left{ \begin{matrix} x \\ y \end{matrix} \right. ⟶ \left\{ \begin{matrix} x \\ y \end{matrix} \right.
    \rm\uppercase\expandafter{\romannumeral3} ⟶ \rm{\mathrm{III}}
    \romannumeral 12 + \romannumeral{4} ⟶ \mathrm{xii} + \mathrm{iv}
    A′B′C′ ⟶ A'B'C'
    f″(x)+f’(x) ⟶ f''(x)+f'(x)
    30°15′20″ ⟶ 30°15'20''
    f^{'}(x)+g^′(x)+h^{″} ⟶ f^{\prime}(x)+g^{\prime}(x)+h^{\prime\prime}`),
  ...table(
    String.raw`
    x = 1 \tag{1} ⟶ x = 1 \qquad\text{(1)}
    x = 1 \tag*{甲} ⟶ x = 1 \qquad\text{甲}
    \begin{align} a &= b \tag{1} \end{align} ⟶ \begin{aligned} a &= b \qquad\text{(1)} \end{aligned}`,
    'inline',
  ),
  ...table(
    String.raw`
    \begin{align} a &= b \tag{1} \\ c &= d \end{align} ⟶ \begin{align*} a &= b \tag{1} \\ c &= d \end{align*}
    x = 1 \tag{1} \tag{2} ⟶ x = 1 \tag{1} \qquad\text{(2)}
    x = 1 \eqno(1) ⟶ x = 1 \qquad (1)`,
    'displayed',
  ),
  // A formula of several equations, each on its line.
  { written: 'a=1\n\nb=2', meant: '\\begin{aligned}&a=1\\\\&b=2\\end{aligned}', only: 'displayed' },
  {
    written: 'a=1\nb>\\frac12',
    meant: '\\begin{aligned}&a=1\\\\&b>\\frac12\\end{aligned}',
    only: 'displayed',
  },
  { written: 'a=1 \\\\\n\nb=2', meant: '\\begin{aligned}&a=1\\\\&b=2\\end{aligned}', only: 'displayed' },
  { written: 'a&=1\n\nb&=2', meant: '\\begin{aligned}a&=1\\\\b&=2\\end{aligned}', only: 'displayed' },
  { written: 'S=ab\n=2\n\ny=\n1', meant: '\\begin{aligned}&S=ab=2\\\\&y=1\\end{aligned}', only: 'displayed' },
  {
    written: 'x=1 \\\\[2pt]\ny &gt; 2',
    meant: '\\begin{aligned}&x=1\\\\&y>2\\end{aligned}',
    only: 'displayed',
  },
  {
    written: '$x=1$\n$y=2$，$z=\\text{$3$}$',
    meant: '\\begin{aligned}&x=1\\\\&y=2，z=\\text{$3$}\\end{aligned}',
    only: 'displayed',
  },
  {
    written: 'y=\\begin{cases}1&x>0\\\\0&x<0\\end{cases}\n\nz=\\&',
    meant: '\\begin{aligned}&y=\\begin{cases}1&x>0\\\\0&x<0\\end{cases}\\\\&z=\\&\\end{aligned}',
    only: 'displayed',
  },
  { written: '\\sum_{i=1}\nx=2', meant: '\\sum_{i=1}x=2' },
  { written: '\\begin{cases}x=1\\\\\n\ny=2\\end{cases}', meant: '\\begin{cases}x=1\\\\y=2\\end{cases}' },
  { written: '\\left(a=1\n\nb=2\\right)', meant: '\\left(a=1b=2\\right)' },
  // Markers of a formula within one.
  ...table(String.raw`
    \(x=1\) ⟶ x=1
    $x=1$ ⟶ x=1
    a=\(b\) ⟶ a=b
    f\(x\)=2\(x+1\) ⟶ f(x)=2(x+1)
    x=1\) ⟶ x=1
    \text{当\(x>0\)且 $y>0$ 时} ⟶ \text{当$x>0$且 $y>0$ 时}`),
]
