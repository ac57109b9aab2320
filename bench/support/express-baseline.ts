import express from 'express';

/** What the API is compared with: Express answering the same body by `res.json`, and nothing else. */
const body: unknown = JSON.parse(process.env['BASELINE_BODY'] ?? '{}');

express()
  .get('/', (_request, response) => {
    response.json(body);
  })
  .listen(Number(process.env['PORT']), '127.0.0.1');
