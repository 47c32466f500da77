/** An endpoint of yours that speaks OpenAI's chat completions. Its domain belongs among your account's request 合法域名. */
module.exports = { endpoint: 'https://your-server.example/v1/chat/completions', model: 'qwen-plus' }
