package dev.fairlead.cli.local;

import com.fasterxml.jackson.annotation.JsonInclude;

import tools.jackson.databind.json.JsonMapper;

/// What local commands print with `-o json`.
final class LocalJson {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .changeDefaultPropertyInclusion(
                            i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private LocalJson() {}

    static String text(Object value) {
        return JSON.writeValueAsString(value);
    }
}
