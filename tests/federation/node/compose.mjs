// Composes subgraphs with the libraries of others, and says what each thinks of them.
//
// Standard input: {"subgraphs": {"<name>": "<sdl>", …}, "graph": "<sdl>"}. Standard output: for each
// library its errors, its hints (only Apollo's has any) and the schema that clients would see, and
// `graph`, all printed in one fixed order.
import { readFileSync } from "node:fs";
import { composeServices as apollo } from "@apollo/composition";
import { composeServices as guild, transformSupergraphToPublicSchema } from "@theguild/federation-composition";
import { buildASTSchema, lexicographicSortSchema, parse, printSchema } from "graphql";

const given = JSON.parse(readFileSync(0, "utf8"));

const services = Object.entries(given.subgraphs).map(([name, sdl]) => ({
  name,
  url: `http://${name}.invalid/graphql`,
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
