import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8787" });

export async function calls(): Promise<string[]> {
  const logged = await client.POST("/conversations", {
    body: { type: "openai", messages: [{ role: "user", content: "How do I export?" }] },
  });
  const asked = await client.POST("/query/conversations", {
    body: {
      select: [{ type: "aggregation", aggregation: "count" }],
      groupBy: [{ field: "type" }],
      where: { condition: { field: "type", operator: "eq", value: "openai" } },
    },
  });
  const searched = await client.POST("/v1/search", { body: { query: "export" } });
  const voted = await client.POST("/feedback", {
    body: { type: "negative", messageId: "m1", reasons: [{ label: "wrong" }] },
  });
  const valued = await client.POST("/query/property-values", { body: { field: "properties", key: "plan" } });
  const behind = await client.POST("/v1/query/{view}/drilldown", {
    params: { path: { view: "conversations" } },
    body: { query: { groupBy: [{ field: "type" }] }, row: { type: "openai" } },
  });
  const problem: components["schemas"]["Problem"] | undefined = logged.error;
  const ranges: number[][] | undefined = searched.data?.data.result[0]?.highlights;
  return [problem?.detail, asked.data?.status, voted.data?.id, valued.data?.results[0], behind.response.url, ranges]
    .filter((each) => each !== undefined)
    .map(String);
}
