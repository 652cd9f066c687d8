package dev.fairlead.controlplane.api.deployments;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.VariableName;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Values of variables for one deployment alone. In a header, for the body is the source, and not
/// in the address, which is written to logs.
public final class Overrides {
    private static final String HEADER = "fairlead-variables";
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, @Nullable String>> VALUES =
            new TypeReference<>() {};

    private Overrides() {}

    /// Throws `Rejected` for what cannot be read.
    public static Map<String, String> of(ApiRequest request) {
        String header = request.exchange().header(HEADER).orElse("");
        if (header.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, @Nullable String> values =
                    JSON.readValue(Base64.getUrlDecoder().decode(header), VALUES);
            var checked = new LinkedHashMap<String, String>();
            values.forEach((name, value) -> {
                String called = new VariableName(name).text();
                if (value == null || value.indexOf('\0') >= 0) {
                    throw new InvalidValue(called, "use a text without NUL");
                }
                checked.put(called, value);
            });
            return checked;
        } catch (InvalidValue e) {
            throw Rejected.field("fairlead-variables", e.what() + ": " + e.rule());
        } catch (IllegalArgumentException | JacksonException e) {
            throw Rejected.field(
                    "fairlead-variables", "use a JSON object of names and texts in base64url");
        }
    }
}
