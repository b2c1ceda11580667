// Whoever asks stays the same person on the way to the subgraphs; and Hive, which would subscribe by
// GET, subscribes by POST as it asks, for a subgraph takes nothing else.
import { defineConfig } from "@graphql-hive/gateway";

const PASSED_ON = ["authorization", "x-request-id", "accept-language"];

export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const sent = PASSED_ON.map((name) => [name, request.headers.get(name)]);
      return Object.fromEntries(sent.filter(([, value]) => value));
    },
  },
  transportEntries: { "*.http": { options: { method: "POST" } } },
});
