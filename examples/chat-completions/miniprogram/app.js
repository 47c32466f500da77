import { useMathematics } from 'wuhao-answer-view/math'

useMathematics()

App({})
