package dev.fairlead.server;

import dev.fairlead.controlplane.api.routes.Api;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.scim.ScimExchange;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.BlockingHandler;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.server.pages.Pages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The apex host: the API below `/api/v1`, people's pages, a page at `/`, nothing else. Until the
/// control plane has joined the API says so.
final class Front implements BlockingHandler {
    private final Pages pages = new Pages();
    private final ApiJson json;
    private volatile Optional<Api> api = Optional.empty();

    Front(ApiJson json) {
        this.json = json;
    }

    void serve(Api joined) {
        api = Optional.of(joined);
    }

    @Override
    public void handle(BlockingExchange exchange) throws Exception {
        String path = exchange.path();
        if (path.equals(Api.ROOT) || path.startsWith(Api.ROOT + "/")) {
            if (api.isPresent()) {
                api.get().handle(ScimExchange.of(exchange, json));
            } else {
                problem(
                        exchange,
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "the database does not answer yet; live functions do");
            }
        } else if (path.equals("/") && exchange.method().equals("GET")) {
            exchange.answer(
                    200,
                    List.of(
                            new Header("content-type", Problem.HTML_TYPE),
                            new Header(
                                    "content-security-policy",
                                    "default-src 'none'; style-src 'unsafe-inline'")),
                    PAGE.getBytes(StandardCharsets.UTF_8));
        } else if (!pages.answered(exchange)) {
            problem(
                    exchange,
                    ErrorCode.ROUTE_NOT_FOUND,
                    "services answer at /fn/{project}/{service}, the API at /api/v1");
        }
    }

    private static void problem(BlockingExchange exchange, ErrorCode code, String detail) {
        var problem = new Problem(code, detail, exchange.id().toString());
        boolean page = Problem.wantsPage(exchange.header("accept").orElse(""));
        var type = new Header("content-type", page ? Problem.HTML_TYPE : Problem.JSON_TYPE);
        List<Header> headers =
                code.status() == 503
                        ? List.of(type, new Header("retry-after", "2"))
                        : List.of(type);
        exchange.answer(code.status(), headers, page ? problem.page() : problem.json());
    }

    private static final String PAGE =
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Fairlead</title>
            <meta name="viewport" content="width=device-width">
            <style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1rem;\
            color:#1c2733;background:#fbfcfd}code,pre{font:14px/1.6 ui-monospace,monospace}\
            pre{padding:1rem;border:1px solid #d5dce3;border-radius:8px;overflow:auto}\
            @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}\
            pre{border-color:#30363d}}</style>
            <h1>Fairlead is running</h1>
            <p>Source in, answering URL out. From a shell:</p>
            <pre>fairlead create hello
            fairlead deploy hello
            fairlead invoke hello --data '{"name":"Ada"}'
            fairlead logs -f hello</pre>
            <p><a href="/account">Your account</a></p>
            <p>Services answer at <code>/fn/{project}/{function}</code> and
            <code>{function}.{project}.localhost</code>; the API is at <code>/api/v1</code>.</p></html>
            """;
}
