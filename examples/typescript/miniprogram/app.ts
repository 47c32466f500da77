import { useTypesetter } from 'wuhao-answer-view'

type Mathematics = typeof import('wuhao-answer-view/math')

useTypesetter(async () => {
  const { createTypesetter }: Mathematics = await require.async(
    './mathematics/miniprogram_npm/wuhao-answer-view/math/index.js',
  )
  return createTypesetter()
})

App({})
