// Holds the write lock of the embedded database in a process of its own, until a message comes.
const { join } = require('node:path')
const Libsql = require('libsql')

const database = new Libsql(join(process.argv[2], 'tutor.db'))
database.exec('BEGIN IMMEDIATE')
process.once('message', () => {
  database.exec('COMMIT')
  database.close()
  process.disconnect()
})
process.send('locked')
