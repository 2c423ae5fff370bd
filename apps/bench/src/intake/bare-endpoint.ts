import { fastify } from 'fastify';
import { Pool } from 'pg';
import { environment } from '../config.js';
import type { Response } from './conversation.js';

// A program of its own: the least that an endpoint can do with a submission, which is to insert its rows.
const env = environment();
const pool = new Pool({ connectionString: env['DATABASE_URL'], max: 8 });
const server = fastify({ bodyLimit: 4 * 1024 * 1024 });
server.post('/rows', async (request, reply) => {
  const { responses } = request.body as { responses: Response[] };
  await pool.query({
    name: 'insert-rows',
    text: `INSERT INTO bare_row SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])`,
    values: [
      responses.map((row) => row.unitKind),
      responses.map((row) => row.unitId),
      responses.map((row) => row.questionId),
      responses.map((row) => row.code),
      responses.map((row) => row.timePoint),
      responses.map((row) => row.answeredAt),
    ],
  });
  return reply.status(201).send({ received: responses.length });
});
process.send!({ url: await server.listen({ host: '127.0.0.1', port: 0 }) });
