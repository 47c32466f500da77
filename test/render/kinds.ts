/** Whose habit a kind is: what wrote the text so that it is easily shown wrong. */
type Fault = 'model' | 'school' | 'commonmark'

/** One kind of text that was shown wrong once: each stands for all of its like. */
export interface Kind {
  text: string
  /** The formulas that are set, in their order. */
  formulas: readonly string[]
  /** What a reader sees, a line for each row; formulas as their source, a table's cells between bars. */
  seen: string
  fault: Fault
}

/** The kinds by the rule that they are about. */
export const kinds: Record<string, readonly Kind[]> = {
  'a blank inside of dollars is no matter, and a dollar too many shifts no pairs': [
    {
      text: '公式为$ 2\\pi rh $，圆锥的公式为$ \\pi rl $，其中$ l $是斜高。',
      formulas: ['2\\pi rh', '\\pi rl', 'l'],
      seen: '公式为2\\pi rh，圆锥的公式为\\pi rl，其中l是斜高。',
      fault: 'model',
    },
    {
      text: '半径为$r $，高为$ h$，求$V$。',
      formulas: ['r', 'h', 'V'],
      seen: '半径为r，高为h，求V。',
      fault: 'model',
    },
    { text: '设$ x $5个', formulas: ['x'], seen: '设x5个', fault: 'model' },
    { text: '每支$，共$x$支', formulas: ['x'], seen: '每支$，共x支', fault: 'model' },
    { text: '定价$20，卖出$n$件', formulas: ['n'], seen: '定价$20，卖出n件', fault: 'school' },
    { text: '$圆锥的公式为$', formulas: [], seen: '$圆锥的公式为$', fault: 'model' },
    { text: '$速度=路程÷时间$', formulas: ['速度=路程÷时间'], seen: '速度=路程÷时间', fault: 'model' },
    { text: '从$50 to $100，$5 一支', formulas: [], seen: '从$50 to $100，$5 一支', fault: 'school' },
    { text: 'US$ 50 and US$ 60', formulas: [], seen: 'US$ 50 and US$ 60', fault: 'school' },
    { text: '用 $ 和 $ 包围公式', formulas: [], seen: '用 $ 和 $ 包围公式', fault: 'school' },
    { text: 'echo $HOME and $PATH', formulas: [], seen: 'echo $HOME and $PATH', fault: 'school' },
    {
      text: '运行 $ npm install，再看$x$',
      formulas: ['x'],
      seen: '运行 $ npm install，再看x',
      fault: 'school',
    },
  ],
  'a displayed formula begins wherever its marker stands, and ends at a blank line at the latest': [
    {
      text: '面积：$$\nS = ab\n$$\n其中$a$是长',
      formulas: ['S = ab', 'a'],
      seen: '面积：\nS = ab\n其中a是长',
      fault: 'model',
    },
    {
      text: '1. 由公式：$$\nS = ab\n- c\n$$\n2. 所以',
      formulas: ['S = ab\n- c'],
      seen: '1. 由公式：\nS = ab\n- c\n2. 所以',
      fault: 'model',
    },
    {
      text: '由\\[\nx \\\\[2pt]\n= 1\n\\]得',
      formulas: ['x \\\\[2pt]\n= 1'],
      seen: '由\nx \\\\[2pt]\n= 1\n得',
      fault: 'model',
    },
    { text: '所以 $$x =\n1$$ 成立', formulas: ['x =\n1'], seen: '所以\nx =\n1\n成立', fault: 'model' },
    { text: '$$\nx = 1\n\n后文$y$', formulas: ['y'], seen: '$$\nx = 1\n后文y', fault: 'model' },
    {
      text: '由：$$\nx = 1\n\n## 下一节\n$$\ny\n$$',
      formulas: ['y'],
      seen: '由：\n$$\nx = 1\n下一节\ny',
      fault: 'model',
    },
    { text: '$$\n\nx = 1\n\n$$\n后', formulas: ['x = 1'], seen: 'x = 1\n后', fault: 'model' },
    { text: '\\[\nx\n\\[\ny\n\\]', formulas: ['y'], seen: '\\[\nx\ny', fault: 'model' },
  ],
  'a number is the one that was written': [
    { text: '1. 甲\n3. 乙\n7. 丙', formulas: [], seen: '1. 甲\n3. 乙\n7. 丙', fault: 'commonmark' },
    {
      text: '1840. 鸦片战争\n1911. 辛亥革命',
      formulas: [],
      seen: '1840. 鸦片战争\n1911. 辛亥革命',
      fault: 'commonmark',
    },
    { text: '1. 甲\n1. 乙\n1. 丙', formulas: [], seen: '1. 甲\n2. 乙\n3. 丙', fault: 'commonmark' },
    { text: '2. 甲\n2. 乙', formulas: [], seen: '2. 甲\n2. 乙', fault: 'commonmark' },
    { text: '08) 甲\n10) 乙', formulas: [], seen: '08) 甲\n10) 乙', fault: 'commonmark' },
  ],
  'no cell is left out': [
    {
      text: '| 语文 | 数学 | 总分 |\n|---|---|---|\n| 小明 | 90 | 95 | 185 |\n',
      formulas: [],
      seen: '|语文|数学|总分\n小明|90|95|185',
      fault: 'model',
    },
    {
      text: '| 语文 | 总分 |\n|---|---|---|\n| 小明 | 90 | 185 |\n',
      formulas: [],
      seen: '|语文|总分\n小明|90|185',
      fault: 'model',
    },
    {
      text: '| 甲 | 乙 | 丙 |\n|---|---|\n| 1 | 2 | 3 |\n',
      formulas: [],
      seen: '甲|乙|丙\n1|2|3',
      fault: 'model',
    },
    {
      text: '| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 备注 | 又 |\n',
      formulas: [],
      seen: '甲|乙||\n1|2|备注|又',
      fault: 'model',
    },
    {
      text: '| 数 | 值 |\n|---|---|\n| -3 | |-3| = 3 |\n',
      formulas: [],
      seen: '数|值\n-3||-3| = 3',
      fault: 'school',
    },
    {
      text: '| 式 | 义 |\n|---|---|\n| `a||b` | 或 |\n',
      formulas: [],
      seen: '式|义\na||b|或',
      fault: 'model',
    },
  ],
  'a sign at the beginning of a line goes on a calculation': [
    { text: '原式\n= 3x + 2y\n- 5x + 3', formulas: [], seen: '原式\n= 3x + 2y\n- 5x + 3', fault: 'school' },
    { text: '1. 原式\n= 3x\n- 5x\n2. 乙', formulas: [], seen: '1. 原式\n= 3x\n- 5x\n2. 乙', fault: 'school' },
    { text: '12\n+ 35\n----\n47', formulas: [], seen: '12\n+ 35\n----\n47', fault: 'school' },
    { text: '    12\n+   35\n-----\n    47', formulas: [], seen: '12\n+   35\n-----\n47', fault: 'school' },
    { text: '×   24\n------\n120', formulas: [], seen: '×   24\n------\n120', fault: 'school' },
    { text: '1. - 5x + 3\n2. + 3', formulas: [], seen: '1. - 5x + 3\n2. + 3', fault: 'school' },
    { text: '* 3\n* 4', formulas: [], seen: '• 3\n• 4', fault: 'school' },
    { text: 'x + 1\n> 0', formulas: [], seen: 'x + 1\n> 0', fault: 'school' },
    { text: 'x = 1\n- 当 x = 1 时', formulas: [], seen: 'x = 1\n• 当 x = 1 时', fault: 'school' },
    { text: 'x = 1\n---\n下一题', formulas: [], seen: 'x = 1\n\n下一题', fault: 'model' },
  ],
  'a bar inside of a text is a bar': [
    {
      text: '集合 A = {x | x > 1}，选 B。',
      formulas: [],
      seen: '集合 A = {x | x > 1}，选 B。',
      fault: 'school',
    },
    { text: '求 P(A | B)，其中 P(B) > 0', formulas: [], seen: '求 P(A | B)，其中 P(B) > 0', fault: 'school' },
  ],
  'a formula is what holds a sign, whichever': [
    { text: '\\(>\\)和\\(α+β=γ\\)', formulas: ['>', 'α+β=γ'], seen: '>和α+β=γ', fault: 'model' },
    { text: '\\(π\\)、\\(∠\\)、$△$', formulas: ['π', '∠', '△'], seen: 'π、∠、△', fault: 'model' },
    { text: '$$α+β$$', formulas: ['α+β'], seen: 'α+β', fault: 'model' },
    { text: '填\\( \\)与\\(，\\)', formulas: [], seen: '填( )与(，)', fault: 'school' },
  ],
  'a command of TeX needs no marker': [
    { text: '答案是 \\boxed{C}。', formulas: ['\\boxed{C}'], seen: '答案是 \\boxed{C}。', fault: 'model' },
    { text: '\\boxed{$x=1$}', formulas: ['\\boxed{x=1}'], seen: '\\boxed{x=1}', fault: 'model' },
    {
      text: '由 \\begin{cases} x=1 \\\\ y=2 \\end{cases} 得',
      formulas: ['\\begin{cases} x=1 \\\\ y=2 \\end{cases}'],
      seen: '由 \\begin{cases} x=1 \\\\ y=2 \\end{cases} 得',
      fault: 'model',
    },
    {
      text: '由 \\begin{cases}\nx=1 \\\\\n- y=2\n\\end{cases} 得',
      formulas: ['\\begin{cases}x=1 \\\\\n- y=2\n\\end{cases}'],
      seen: '由\n\\begin{cases}x=1 \\\\\n- y=2\n\\end{cases}\n得',
      fault: 'model',
    },
    {
      text: '得 \\frac{1}{2}，\\d{3} 与 \\boxed',
      formulas: ['\\frac{1}{2}'],
      seen: '得 \\frac{1}{2}，\\d{3} 与 \\boxed',
      fault: 'model',
    },
  ],
  'a fence of mathematics is the displayed formula that it holds': [
    { text: '由\n```math\nx = 1\n```\n得', formulas: ['x = 1'], seen: '由\nx = 1\n得', fault: 'model' },
    {
      text: '```latex\n\\frac{a}{b}\n= c\n```',
      formulas: ['\\frac{a}{b}\n= c'],
      seen: '\\frac{a}{b}\n= c',
      fault: 'model',
    },
    { text: '```tex\n$$x = 50\\%$$\n```', formulas: ['x = 50\\%'], seen: 'x = 50\\%', fault: 'model' },
    {
      text: '```math\nx = 1\ny = 2\n```',
      formulas: ['x = 1\ny = 2'],
      seen: 'x = 1\ny = 2',
      fault: 'model',
    },
    {
      text: '- 由\n  ```math\n  a\n\n  b\n  ```',
      formulas: ['a\n\nb'],
      seen: '• 由\na\n\nb',
      fault: 'model',
    },
    {
      text: '```math\n\\begin{cases}\nx = 1 \\\\\ny = 2\n\\end{cases}\n```',
      formulas: ['\\begin{cases}\nx = 1 \\\\\ny = 2\n\\end{cases}'],
      seen: '\\begin{cases}\nx = 1 \\\\\ny = 2\n\\end{cases}',
      fault: 'model',
    },
    {
      text: '```latex\n\\documentclass{article}\n$x$\n```',
      formulas: [],
      seen: '\\documentclass{article}\n$x$',
      fault: 'school',
    },
    { text: '```tex\n% 注释\nx\n```', formulas: [], seen: '% 注释\nx', fault: 'school' },
    { text: '```latex\n设 $x$ 为\n```', formulas: [], seen: '设 $x$ 为', fault: 'school' },
    { text: '```mathematica\nx = 1\n```', formulas: [], seen: 'x = 1', fault: 'school' },
  ],
  'signs of a text are no markup': [
    { text: '由(*)式和（**）式，[*]', formulas: [], seen: '由(*)式和（**）式，[*]', fault: 'school' },
    { text: 'If a<b and b>0, <b>x</b>', formulas: [], seen: 'If a<b and b>0, x', fault: 'school' },
    { text: '\\(x 和 \\(y\\)', formulas: ['y'], seen: '(x 和 y', fault: 'model' },
    {
      text: '\\(\\begin{matrix} a \\\\(b) \\end{matrix}\\)',
      formulas: ['\\begin{matrix} a \\\\(b) \\end{matrix}'],
      seen: '\\begin{matrix} a \\\\(b) \\end{matrix}',
      fault: 'model',
    },
    { text: '＊＊粗＊＊，3＊4＊5', formulas: [], seen: '粗，3＊4＊5', fault: 'model' },
    {
      text: '###1. 计算\n###Step 1\n###$x$\n###**粗**',
      formulas: ['x'],
      seen: '1. 计算\nStep 1\nx\n粗',
      fault: 'model',
    },
    { text: '<p>由$x=1$得</p>\n<div>**乙**</div>', formulas: ['x=1'], seen: '由x=1得\n乙', fault: 'model' },
    { text: '    解：由$x=1$\n    得 y', formulas: ['x=1'], seen: '解：由x=1\n得 y', fault: 'school' },
    { text: '    $x=1$\n', formulas: ['x=1'], seen: 'x=1', fault: 'school' },
    { text: '    int x = 1;', formulas: [], seen: 'int x = 1;', fault: 'school' },
  ],
  'a product is a product inside of bold, behind a unit, an index or a bracket': [
    { text: '所以 **5*6=30（人）**。', formulas: [], seen: '所以 5*6=30（人）。', fault: 'commonmark' },
    { text: '**S=a*b=5*4=20**', formulas: [], seen: 'S=a*b=5*4=20', fault: 'commonmark' },
    {
      text: '**注意：先算3*4=12，再算5*6=30**',
      formulas: [],
      seen: '注意：先算3*4=12，再算5*6=30',
      fault: 'commonmark',
    },
    { text: '（长+宽）*2=（5+3）*2=16', formulas: [], seen: '（长+宽）*2=（5+3）*2=16', fault: 'commonmark' },
    { text: '3元*5个+2元*4个', formulas: [], seen: '3元*5个+2元*4个', fault: 'commonmark' },
    { text: 'x₁*x₂*x₃，100元*80%*90%', formulas: [], seen: 'x₁*x₂*x₃，100元*80%*90%', fault: 'commonmark' },
    { text: '这是*重点*，**x=2**，*甲*', formulas: [], seen: '这是重点，x=2，甲', fault: 'commonmark' },
  ],
  'a formula of a text may have several lines, whatever they begin with': [
    {
      text: '已知函数 $f(x)=\\begin{cases}\nx^2, & x>0 \\\\\n-x, & x \\le 0\n\\end{cases}$，求 $f(-1)$。',
      formulas: ['f(x)=\\begin{cases}\nx^2, & x>0 \\\\\n-x, & x \\le 0\n\\end{cases}', 'f(-1)'],
      seen: '已知函数 f(x)=\\begin{cases}\nx^2, & x>0 \\\\\n-x, & x \\le 0\n\\end{cases}，求 f(-1)。',
      fault: 'model',
    },
    {
      text: '由 $\\left\\{\n\\begin{array}{l}\nx+y=1 \\\\\nx-y=3\n\\end{array}\n\\right.$ 解得',
      formulas: ['\\left\\{\n\\begin{array}{l}\nx+y=1 \\\\\nx-y=3\n\\end{array}\n\\right.'],
      seen: '由 \\left\\{\n\\begin{array}{l}\nx+y=1 \\\\\nx-y=3\n\\end{array}\n\\right. 解得',
      fault: 'model',
    },
    { text: '由 \\( x\n+ y \\) 得', formulas: ['x\n+ y'], seen: '由 x\n+ y 得', fault: 'model' },
    { text: '\\( a\n> b \\)', formulas: ['a\n> b'], seen: 'a\n> b', fault: 'commonmark' },
    {
      text: '- 由 $\\boxed{\n- 3}$ 得',
      formulas: ['\\boxed{\n- 3}'],
      seen: '• 由 \\boxed{\n- 3} 得',
      fault: 'model',
    },
    { text: '一支 $5\n- 甲\n- 乙', formulas: [], seen: '一支 $5\n• 甲\n• 乙', fault: 'school' },
    { text: 'echo $HOME\n- x\n- y', formulas: [], seen: 'echo $HOME\n• x\n• y', fault: 'school' },
    { text: '一支 $5\n$$\nx=1\n$$', formulas: ['x=1'], seen: '一支 $5\nx=1', fault: 'school' },
  ],
  'a displayed formula goes on behind a blank line with signs, and not with words': [
    {
      text: '$$\na=1\n\nb=2\n$$\n所以 $x=3$。',
      formulas: ['a=1\n\nb=2', 'x=3'],
      seen: 'a=1\n\nb=2\n所以 x=3。',
      fault: 'model',
    },
    { text: '```tex\n$$a$$\n$$b$$\n```', formulas: ['a\n\n\n\n\nb'], seen: 'a\n\n\n\n\nb', fault: 'model' },
    {
      text: '$$\n\\begin{cases}\nx=1 \\\\\n\ny=2\n\\end{cases}\n$$',
      formulas: ['\\begin{cases}\nx=1 \\\\\n\ny=2\n\\end{cases}'],
      seen: '\\begin{cases}\nx=1 \\\\\n\ny=2\n\\end{cases}',
      fault: 'model',
    },
    { text: '$$\na=1\n\n因为\n\n$$x$$', formulas: ['x'], seen: '$$\na=1\n因为\nx', fault: 'model' },
  ],
  'a number with its unit is a formula where both dollars stand close to it': [
    {
      text: '长$5厘米$，$12平方厘米$和$3元$，$50％$。',
      formulas: ['5厘米', '12平方厘米', '3元', '50％'],
      seen: '长5厘米，12平方厘米和3元，50％。',
      fault: 'model',
    },
    { text: '$5元和$6元，$5一支，$6两支', formulas: [], seen: '$5元和$6元，$5一支，$6两支', fault: 'school' },
  ],
  'a table has its lines, and no others': [
    {
      text: '1. **列表**：\n| $x$ | 1 |\n|---|---|\n| $y$ | 3 |\n2. 描点',
      formulas: ['x', 'y'],
      seen: '1. 列表：\nx|1\ny|3\n2. 描点',
      fault: 'commonmark',
    },
    {
      text: '| 项 | 值 |\n|---|---|\n| a | 1 |\n描点、连线即可',
      formulas: [],
      seen: '项|值\na|1\n描点、连线即可',
      fault: 'commonmark',
    },
  ],
  'dashes right below a text part it from what follows': [
    {
      text: '解：设小明\n解得 $x=5$。\n---\n后',
      formulas: ['x=5'],
      seen: '解：设小明\n解得 x=5。\n\n后',
      fault: 'commonmark',
    },
    { text: '第1题：选 B。\n----------', formulas: [], seen: '第1题：选 B。\n', fault: 'commonmark' },
  ],
  'tags that part a text or stand for its look are not seen': [
    {
      text: '<details>\n<summary>看解析</summary>\n\n解析：**好**\n\n</details>',
      formulas: [],
      seen: '看解析\n解析：好',
      fault: 'commonmark',
    },
    {
      text: '<table border="1">\n <tr><th>甲</th><th>$x$</th></tr>\n <tr>\n  <td>乙</td>\n  <td>2</td>\n </tr>\n</table>',
      formulas: ['x'],
      seen: '甲|x\n乙|2',
      fault: 'commonmark',
    },
    { text: '<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>', formulas: [], seen: '• 甲\n• 乙', fault: 'commonmark' },
    {
      text: '<ruby>汉<rt>hàn</rt></ruby>字<strike>删</strike>',
      formulas: [],
      seen: '汉(hàn)字删',
      fault: 'commonmark',
    },
  ],
  'a blank at the inner side of two stars or strokes is no matter': [
    { text: '**答案： **B，**结论 **：对', formulas: [], seen: '答案： B，结论 ：对', fault: 'commonmark' },
    { text: '** 解：**设 x', formulas: [], seen: ' 解：设 x', fault: 'commonmark' },
    { text: '- ** 甲 **一\n- **乙 ** 二', formulas: [], seen: '•  甲 一\n• 乙  二', fault: 'commonmark' },
    {
      text: '**解析： **因为 **甲** 和 **乙**。',
      formulas: [],
      seen: '解析： 因为 甲 和 乙。',
      fault: 'commonmark',
    },
    { text: '**$x=2$ **。**（1） **求', formulas: ['x=2'], seen: 'x=2 。（1） 求', fault: 'commonmark' },
    { text: '*甲 **乙** 丙*', formulas: [], seen: '甲 乙 丙', fault: 'commonmark' },
    { text: '__结论 __：对，__Note: __use', formulas: [], seen: '结论 ：对，Note: use', fault: 'commonmark' },
    { text: '2 ** 3，2**n 与 **重点**', formulas: [], seen: '2 ** 3，2**n 与 重点', fault: 'school' },
    { text: '**甲\n乙 **丙** 丁', formulas: [], seen: '**甲\n乙 丙 丁', fault: 'commonmark' },
    {
      text: '__ 与 __ 都对，有 __个苹果，吃了 __个',
      formulas: [],
      seen: '__ 与 __ 都对，有 __个苹果，吃了 __个',
      fault: 'school',
    },
  ],
  'a star between words multiplies quantities, and marks what is none': [
    { text: '体积=长*宽*高，底*高/2', formulas: [], seen: '体积=长*宽*高，底*高/2', fault: 'commonmark' },
    {
      text: '（长*宽+长*高+宽*高）*2，半径*半径*π',
      formulas: [],
      seen: '（长*宽+长*高+宽*高）*2，半径*半径*π',
      fault: 'commonmark',
    },
    {
      text: '速度*时间就是路程，水的密度*体积*重力加速度',
      formulas: [],
      seen: '速度*时间就是路程，水的密度*体积*重力加速度',
      fault: 'commonmark',
    },
    {
      text: '总价=苹果*个数+梨*个数，5元*数量*折扣',
      formulas: [],
      seen: '总价=苹果*个数+梨*个数，5元*数量*折扣',
      fault: 'commonmark',
    },
    { text: '*单价*×*数量*，*路程*÷*时间*', formulas: [], seen: '单价×数量，路程÷时间', fault: 'school' },
    {
      text: '这是*重点*内容，高度*重要*，当x=3时*最大*，相似度*重新构造*了，求*速度*和*时间*',
      formulas: [],
      seen: '这是重点内容，高度重要，当x=3时最大，相似度重新构造了，求速度和时间',
      fault: 'school',
    },
  ],
  'a formula may stand in the text of a formula': [
    {
      text: '$\\text{当 $x>0$ 且 $y>0$ 时}$，$\\text{$a$ 的}2$ 倍',
      formulas: ['\\text{当 $x>0$ 且 $y>0$ 时}', '\\text{$a$ 的}2'],
      seen: '\\text{当 $x>0$ 且 $y>0$ 时}，\\text{$a$ 的}2 倍',
      fault: 'model',
    },
    { text: '$\\text{速度$ 和 $v$', formulas: ['v'], seen: '$\\text{速度$ 和 v', fault: 'model' },
  ],
  'what stands right below the bold line of an exercise, or letters that are its answer, explains it': [
    { text: '**第 1 题**\n解：设 $x$', formulas: ['x'], seen: '第 1 题\n解：设 x', fault: 'model' },
    { text: '**第 2 题：计算**：  \n解：3', formulas: [], seen: '第 2 题：计算：\n解：3', fault: 'model' },
    { text: '1. **答案**：C  \n   **解析**：略', formulas: [], seen: '1. 答案：C\n解析：略', fault: 'model' },
  ],
  'an HTML table of plain rows is a table, any other its lines': [
    {
      text: '<table><tr><td>**甲**</td><td></td></tr><tr><td>\n\\(x\\)\n</td><td>一<br>二</td></tr></table>\n说明',
      formulas: ['x'],
      seen: '甲|\nx|一\n二\n说明',
      fault: 'model',
    },
    {
      text: '- 表\n  <TABLE>\n  <thead><tr><th>甲</th></tr></thead>\n  <tr><td><p>乙</p></td></tr>\n  </TABLE>\n- 后',
      formulas: [],
      seen: '• 表\n甲\n乙\n• 后',
      fault: 'model',
    },
    {
      text: '<table><tr><td colspan="2">甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>',
      formulas: [],
      seen: '甲\n乙　丙',
      fault: 'model',
    },
    {
      text: '<table><caption>表 1</caption><tr><td>甲</td><td>乙</td></tr></table>',
      formulas: [],
      seen: '表 1\n甲　乙',
      fault: 'model',
    },
  ],
}
