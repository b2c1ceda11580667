// Apollo Gateway in front of the four subgraphs that a Handmade gateway serves one by one:
//
//   node router.mjs http://127.0.0.1:8000 4000
//
// It reads each subgraph's SDL over HTTP, composes them, and plans and executes every query at
// http://127.0.0.1:4000/graphql. Whoever asks stays the same person: `authorization`, the request's
// id and the languages go on to each subgraph.
import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

const DOMAINS = ["applications", "catalog", "messaging", "pr_review"];
const PASSED_ON = ["authorization", "x-request-id", "accept-language"];

const [from, port] = process.argv.slice(2);
if (!from || !port) {
  console.error("usage: node router.mjs <url of a Handmade gateway> <port>");
  process.exit(2);
}

class Subgraph extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    for (const [name, value] of Object.entries(context.headers ?? {})) {
      request.http.headers.set(name, value);
    }
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: new IntrospectAndCompose({
    subgraphs: DOMAINS.map((name) => ({ name, url: `${from}/subgraphs/${name}/graphql` })),
  }),
  buildService: ({ url }) => new Subgraph({ url, fetcher: fetch }),
});

const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });

const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(port) },
  context: async ({ req }) => ({
    headers: Object.fromEntries(
      PASSED_ON.filter((name) => req.headers[name]).map((name) => [name, req.headers[name]]),
    ),
  }),
});
console.log(`ready at ${url}`);
