package dev.fairlead.identity.oidc;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.outbound.Answer;
import dev.fairlead.identity.outbound.Ask;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundFailed;

import java.net.URI;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks a provider and reads the JSON it answers.
record ProviderCalls(Outbound outbound) {
    private static final int MOST_LIST_ENTRIES = 1_000;

    /// As OAuth 2 says it, and as GitHub does.
    private static final Set<String> UNKNOWN_CLIENT =
            Set.of("invalid_client", "unauthorized_client", "incorrect_client_credentials");

    /// What a code was exchanged for; `idToken` is empty where there is none.
    record Tokens(String accessToken, String idToken) {
        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    String document(URI address) throws Refusal {
        Answer answer = send(Ask.get(address, Map.of("Accept", "application/json")));
        if (!answer.ok()) {
            throw new Refusal(
                    RefusalReason.PROVIDER_DOCUMENT_WRONG, address + ": " + answer.status());
        }
        return answer.body();
    }

    Map<String, Object> object(URI address, String accessToken) throws Refusal {
        return parsed(authorized(address, accessToken));
    }

    List<Object> list(URI address, String accessToken) throws Refusal {
        try {
            List<Object> all = JSONArrayUtils.parse(authorized(address, accessToken));
            return all.subList(0, Math.min(all.size(), MOST_LIST_ENTRIES));
        } catch (ParseException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "not JSON: " + address, e);
        }
    }

    private String authorized(URI address, String accessToken) throws Refusal {
        Answer answer =
                send(
                        Ask.get(
                                address,
                                Map.of(
                                        "Accept",
                                        "application/json",
                                        "Authorization",
                                        "Bearer " + accessToken)));
        if (!answer.ok()) {
            throw new Refusal(
                    RefusalReason.PROVIDER_DOCUMENT_WRONG, address + ": " + answer.status());
        }
        return answer.body();
    }

    /// The token endpoint answers 400 to a code that it does not take; GitHub 200 with an error.
    Tokens exchange(TokenRequest exchange) throws Refusal {
        HTTPRequest request = exchange.toHTTPRequest();
        var headers = new HashMap<String, String>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        if (request.getAuthorization() != null) {
            headers.put("Authorization", request.getAuthorization());
        }
        Answer answer = send(new Ask(request.getURI(), headers, request.getBody()));
        if (answer.status() >= 500) {
            throw new Refusal(
                    RefusalReason.PROVIDER_UNREACHABLE, "token endpoint: " + answer.status());
        }
        Map<String, Object> said = parsed(answer.body());
        if (!answer.ok() || said.get("error") != null) {
            throw new Refusal(RefusalReason.CODE_REFUSED, String.valueOf(said.get("error")));
        }
        String type = text(said, "token_type");
        String access = text(said, "access_token");
        if (access.isEmpty() || !type.equalsIgnoreCase("bearer")) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "no bearer token");
        }
        return new Tokens(access, text(said, "id_token"));
    }

    /// What the token endpoint says to a code that was never given: that it is none, where it knows
    /// us by our secret.
    String probe(TokenRequest request) throws Refusal {
        try {
            exchange(request);
        } catch (Refusal e) {
            if (e.outcome().reason() != RefusalReason.CODE_REFUSED) {
                throw e;
            }
            String said = e.outcome().detail();
            if (UNKNOWN_CLIENT.contains(said)) {
                throw new Refusal(
                        RefusalReason.CODE_REFUSED, "our client id and secret are not known", e);
            }
            return "it knows our client id and secret";
        }
        throw new Refusal(RefusalReason.MALFORMED, "it takes a code that it never gave");
    }

    private static Map<String, Object> parsed(String json) throws Refusal {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new Refusal(RefusalReason.PROVIDER_DOCUMENT_WRONG, "not JSON", e);
        }
    }

    /// Empty where there is none or it is no text.
    static String text(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? text : "";
    }

    private Answer send(Ask ask) throws Refusal {
        try {
            return outbound.send(ask);
        } catch (OutboundFailed e) {
            var reason =
                    switch (e.why()) {
                        case ADDRESS_REFUSED -> RefusalReason.PROVIDER_ADDRESS_REFUSED;
                        case TOO_LARGE -> RefusalReason.PROVIDER_ANSWER_TOO_LARGE;
                        case UNREACHABLE -> RefusalReason.PROVIDER_UNREACHABLE;
                        case MALFORMED -> RefusalReason.PROVIDER_DOCUMENT_WRONG;
                    };
            throw new Refusal(reason, "asking " + ask.address().getHost(), e);
        }
    }
}
