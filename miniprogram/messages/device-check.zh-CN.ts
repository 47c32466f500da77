/** Words of the page `device-check`, which only the develop version shows. */
export const deviceCheckMessages = {
  title: '设备检查',
  unavailable: '这个页面只在开发版里可用。',
  intro: '每一项都写着应该看到什么。能测量的已经测好，其余的请看一眼。',
  good: '正常',
  bad: '不正常',
  look: '请看一眼',
  forms: '公式的三种写法',
  forTurn: '下次启动用这一种',
  chosen: '正在使用',
  restart: '已保存，重新启动小程序后生效',
  formNames: {
    compact: 'compact：应该看到排好的公式',
    html: 'html：应该和上面一样',
    source: 'source：应该看到 LaTeX 原文',
  },
  probes: {
    classRule: { title: 'rich-text 里的类选择器', should: '一个绿色长条' },
    childRule: { title: 'rich-text 里的 > 选择器', should: '一个绿色长条' },
    scriptNodes: { title: 'rich-text 接受 WXS 返回的节点', should: '一个绿色长条' },
    svgImage: { title: 'rich-text 里的 SVG 图片', should: '一个蓝色三角形' },
    formulaFont: { title: '组件样式里的 base64 字体（公式）', should: '两行字，字形不同' },
    iconFont: { title: '图标字体', should: '一个向上的箭头，不是方框' },
    localBackground: { title: 'background: … local', should: '左右滑动：右边的阴影到头时消失' },
    canvasFile: { title: '离屏 canvas 存成文件', should: '不正常时由下一项代替' },
    canvasText: { title: '离屏 canvas 转成 base64', should: '上一项正常时用不到' },
  },
} as const
