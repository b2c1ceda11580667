// Composes subgraphs with the libraries of others, and says what each thinks of them.
//
// Standard input: {"gateway": "<url>", "subgraphs": {"<name>": "<sdl>", …}, "graph": "<sdl>"}.
// Standard output: for each library its errors and the schema that clients would see, of Apollo's also
// its hints and the supergraph, with which a router can begin; and `graph`. Schemas for clients are
// printed in one fixed order.
import { readFileSync } from "node:fs";
import { composeServices as apollo } from "@apollo/composition";
import { composeServices as guild, transformSupergraphToPublicSchema } from "@theguild/federation-composition";
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from "graphql";

const given = JSON.parse(readFileSync(0, "utf8"));

const services = Object.entries(given.subgraphs).map(([name, sdl]) => ({
  name,
  url: `${given.gateway}/subgraphs/${name}/graphql`,
  typeDefs: parse(sdl),
}));
const printed = (schema) => printSchema(lexicographicSortSchema(schema));

const byApollo = apollo(services);
const byGuild = guild(services);

console.log(
  JSON.stringify({
    apollo: {
      errors: (byApollo.errors ?? []).map((error) => error.message),
      hints: (byApollo.hints ?? []).map((hint) => ({ code: hint.definition.code, message: hint.message })),
      supergraph: byApollo.supergraphSdl ?? "",
      schema: byApollo.schema ? printed(byApollo.schema.toAPISchema().toGraphQLJSSchema()) : "",
    },
    guild: {
      errors: (byGuild.errors ?? []).map((error) => error.message),
      schema: byGuild.supergraphSdl
        ? printed(buildASTSchema(transformSupergraphToPublicSchema(parse(byGuild.supergraphSdl)), { assumeValid: true }))
        : "",
    },
    graph: printed(buildASTSchema(parse(given.graph))),
  }),
);
