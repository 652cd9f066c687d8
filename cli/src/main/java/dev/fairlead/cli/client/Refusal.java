package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;

/// An answer that is no success, in the server's own words.
final class Refusal {
    private Refusal() {}

    static void check(int status, byte[] body) {
        if (status < 400) {
            return;
        }
        ExitCode exit = ExitCode.REFUSED;
        if (status == 401 || status == 403) {
            exit = ExitCode.UNAUTHENTICATED;
        } else if (status >= 500) {
            exit = ExitCode.UNAVAILABLE;
        }
        throw new CommandFailed(exit, problem(status, ApiClient.parsed(body)));
    }

    private static String problem(int status, JsonNode problem) {
        if (problem.isEmpty()) {
            return "the server answered " + status + " and no explanation";
        }
        var lines = new ArrayList<String>();
        lines.add(
                problem.path("title").asString("the server answered " + status)
                        + ": "
                        + problem.path("detail").asString(""));
        for (JsonNode error : problem.path("errors")) {
            String pointer = error.path("pointer").asString("");
            lines.add("  " + pointer + ": " + error.path("detail").asString(""));
        }
        String code = problem.path("code").asString("");
        String id = problem.path("requestId").asString("");
        lines.add("  (" + code + ", request " + id + ")");
        return String.join("\n", lines);
    }
}
