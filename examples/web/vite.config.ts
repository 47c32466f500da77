import { defineConfig } from 'vite'

/** The tutor's server; on a page that it serves itself there would be nothing to pass on. */
const proxy = { '/api': { target: process.env.TUTOR_SERVER ?? 'http://127.0.0.1:8000' } }

export default defineConfig({ server: { proxy }, preview: { proxy } })
