package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.Fault;
import dev.fairlead.container.lambda.events.HttpResult;
import dev.fairlead.container.lambda.events.HttpResult.Invalid;
import dev.fairlead.container.lambda.events.Prelude;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request over HTTP that waits: a function's answer becomes the response.
final class HttpReply implements Reply {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Written response;
    private final String requestId;
    private @Nullable Prelude prelude;

    HttpReply(Written response, String requestId) {
        this.response = response;
        this.requestId = requestId;
    }

    @Override
    public boolean gone() {
        return response.gone();
    }

    @Override
    public void answered(byte[] body) {
        try {
            if (!response.whole(HttpResult.of(body))) {
                invalid("one of its headers is not valid");
            }
        } catch (Invalid e) {
            invalid(String.valueOf(e.getMessage()));
        }
    }

    private void invalid(String why) {
        failed(Fault.of(ErrorCode.GUEST_BAD_RESPONSE, "Runtime.InvalidResponse", why));
    }

    /// What a function says of its failure is for its owner's log, not for visitors.
    @Override
    public void failed(Fault fault) {
        if (response.begun()) {
            response.cut();
            return;
        }
        ErrorCode code = fault.code();
        String detail = code == ErrorCode.GUEST_FAILED ? "its log says more" : fault.detail();
        response.whole(problem(code, detail, requestId));
    }

    static HttpResult problem(ErrorCode code, String detail, String requestId) {
        var said = new LinkedHashMap<String, Object>();
        said.put("type", "https://fairlead.dev/errors/" + code.code());
        said.put("title", code.title());
        said.put("status", code.status());
        said.put("code", code.code());
        said.put("detail", detail);
        said.put("requestId", requestId);
        return new HttpResult(
                code.status(),
                List.of(Map.entry("content-type", "application/problem+json")),
                JSON.writeValueAsBytes(said));
    }

    @Override
    public void begins(String type) {
        if (type.startsWith(Prelude.TYPE)) {
            prelude = new Prelude();
        } else {
            response.head(new HttpResult(200, List.of(Map.entry("content-type", type)), none()));
        }
    }

    private static byte[] none() {
        return new byte[0];
    }

    @Override
    public void content(byte[] bytes) {
        Prelude before = prelude;
        if (before == null) {
            response.piece(bytes);
            return;
        }
        try {
            var begun = before.next(bytes);
            if (begun.isPresent()) {
                prelude = null;
                if (response.head(begun.get())) {
                    response.piece(before.rest());
                } else {
                    invalid("one of its headers is not valid");
                }
            }
        } catch (Invalid e) {
            prelude = null;
            invalid(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void ended() {
        if (prelude != null) {
            invalid("its stream ended within its metadata");
        } else {
            response.end();
        }
    }

    @Override
    public boolean writable() {
        return response.writable();
    }
}
