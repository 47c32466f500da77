/**
 * Imports run one way: pages → components → conversation → api, stream, render → platform. The server's ways in (routes,
 * socket) know the answer service, never the other way round; the two sides share
 * types, where a formula stands in a text, and where thoughts do.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const mini = '^miniprogram/'
/** Each layer, lowest first, with what it must not reach. */
const layers = [
  { name: 'platform', from: `${mini}platform/`, never: `${mini}(pages|components|conversation|api|stream|render)/` },
  { name: 'stream', from: `${mini}stream/`, never: `${mini}(pages|components|conversation|api|render)/|${mini}platform/wx-` },
  // The sub-package of mathematics has a page of its own.
  { name: 'render', from: `${mini}render/(?!math/pages/)`, never: `${mini}(pages|components|conversation|api|stream)/|${mini}platform/wx-` },
  { name: 'api', from: `${mini}api/`, never: `${mini}(pages|components|conversation|render)/` },
  { name: 'conversation', from: `${mini}conversation/`, never: `${mini}(pages|components)/|${mini}platform/wx-` },
  { name: 'components', from: `${mini}components/`, never: `${mini}pages/` },
  { name: 'students-own', from: `${mini}(account|look|mistakes)/`, never: `${mini}(pages|components)/|${mini}platform/wx-` },
  // The sub-package of the mistake book has pages, components and state of its own.
  { name: 'study', from: `${mini}study/(account|book|review)/`, never: `${mini}(study/)?(pages|components)/|${mini}platform/wx-` },
  { name: 'study-components', from: `${mini}study/components/`, never: `${mini}(study/)?pages/` },
]

module.exports = {
  forbidden: [
    ...layers.map(({ name, from, never }) => ({
      name: `${name}-looks-down-only`,
      severity: 'error',
      from: { path: from },
      to: { path: never },
    })),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'mini-program-stands-alone',
      comment: 'A phone gets miniprogram/ only; from typings/ come types.',
      severity: 'error',
      from: { path: mini },
      to: { path: '^(server|preview|scripts|test|bench)/' },
    },
    {
      name: 'no-code-from-a-sub-package',
      comment: 'What lies in a sub-package (app.json) is reached by `require.async` only: it may not be there yet.',
      severity: 'error',
      from: { path: mini, pathNot: `${mini}render/math/|${mini}answers\\.ts` },
      to: { path: `${mini}render/math/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-code-from-the-mistake-book',
      comment: 'Its sub-package (app.json) may not be there yet.',
      severity: 'error',
      from: { path: mini, pathNot: `${mini}study/` },
      to: { path: `${mini}study/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'types-only-from-typings',
      severity: 'error',
      from: { path: mini },
      to: { path: '^typings/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-takes-only-the-renderer',
      comment: 'Where a formula stands in a text is one rule for both sides; nothing else of the page is the server’s.',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^miniprogram/', pathNot: '^miniprogram/render/' },
    },
    {
      name: 'server-takes-only-thoughts-from-packages',
      comment: 'Where thoughts stand in a model’s text is one rule for the server and for who asks a model without one.',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^packages/', pathNot: '^packages/answer-stream/src/thoughts/' },
    },
    {
      name: 'thoughts-stand-alone',
      severity: 'error',
      from: { path: '^packages/answer-stream/src/thoughts/' },
      to: { pathNot: '^packages/answer-stream/src/thoughts/' },
    },
    {
      name: 'answer-knows-no-route',
      severity: 'error',
      from: { path: '^server/src/(answer|model|store)/' },
      to: { path: '^server/src/(socket|protocols|http|sessions|auth|feedback|operate|app|main|server|parts)' },
    },
    {
      name: 'foundations-know-nothing',
      comment: 'Settings, words, errors, time and text are what every other room stands on.',
      severity: 'error',
      from: { path: '^server/src/(settings|messages|errors|time|text)/' },
      to: { path: '^server/src/', pathNot: '^server/src/(settings|messages|errors|time|text)/' },
    },
    {
      name: 'http-knows-no-route',
      severity: 'error',
      from: { path: '^server/src/(http|limits)/' },
      to: { path: '^server/src/(socket|sessions|feedback|operate|app|main|server|parts)' },
    },
    {
      name: 'only-the-composition-composes',
      comment: 'A type of the parts may be asked for; what makes them stands at the root.',
      severity: 'error',
      from: { path: '^server/src/[^/]+/' },
      to: { path: '^server/src/[^/]+\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphans',
      comment: 'No file that nobody imports.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          // A browser loads it.
          '^preview/src/pages/',
          `${mini}(app|pages/.*|components/.*|study/(pages|components)/.*|render/math/(pages|fonts)/.*)\\.ts$`,
          // Generated, and required inside of a function (render/math/layout.ts).
          `${mini}render/math/(katex|mhchem)\\.js$`,
          // Loaded by the preview's frame page itself.
          '^preview/src/pages/',
          '(^|/)(tsconfig|package)[^/]*\\.json$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|miniprogram_npm' },
    exclude: { path: 'node_modules|miniprogram_npm|/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.d.ts', '.js', '.json'] },
  },
}
