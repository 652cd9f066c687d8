package dev.fairlead.model.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class ImageDescriptionTest {
    private static final String ID = "sha256:" + "0a".repeat(32);

    private static ImageDescription of(List<String> command, Optional<String> health) {
        return new ImageDescription(
                ID, "shop/web:1", Contract.HTTP, 3000, command, health, "1000:1000", true);
    }

    @Test
    void what_was_written_is_read_again() {
        // Given
        var hard = of(List.of("sh", "-c", "a\tb\nc=%d ü"), Optional.of("/healthz?a=b"));
        // When, Then
        assertThat(ImageDescription.parse(hard.text())).isEqualTo(hard);
        var plain = of(List.of(), Optional.empty());
        assertThat(ImageDescription.parse(plain.text())).isEqualTo(plain);
    }

    @Test
    void a_contract_is_kept_and_is_http_where_nothing_was_said_of_it() {
        // Given
        var lambda =
                new ImageDescription(
                        ID,
                        "shop/hook:1",
                        Contract.LAMBDA,
                        8080,
                        List.of("app.handler"),
                        Optional.empty(),
                        "1000:1000",
                        false);
        // When, Then
        assertThat(ImageDescription.parse(lambda.text())).isEqualTo(lambda);
        assertThat(of(List.of(), Optional.empty()).text()).doesNotContain("contract");
    }

    @Test
    void bounds_are_kept_and_are_the_usual_where_nothing_was_said_of_them() {
        // Given
        var bounded =
                new ImageDescription(
                        ID,
                        "shop/web:1",
                        Contract.HTTP,
                        3000,
                        List.of(),
                        Optional.empty(),
                        "1000:1000",
                        false,
                        new Bounds(0.25, Egress.NONE));
        // When, Then
        assertThat(ImageDescription.parse(bounded.text())).isEqualTo(bounded);
        String usual = of(List.of(), Optional.empty()).text();
        assertThat(usual).doesNotContain("cpus").doesNotContain("egress");
        assertThat(ImageDescription.parse(usual).bounds()).isEqualTo(Bounds.USUAL);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.001, 5000, Double.NaN})
    void processors_have_their_bounds(double cpus) {
        assertThatThrownBy(() -> new Bounds(cpus, Egress.ALL)).hasMessageContaining("0.01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fairlead-site\t1\n",
                "fairlead-image\t1\n",
                "fairlead-image\t1\nimage\n",
                "fairlead-image\t1\nport\tx\n",
                "fairlead-image\t1\ncontract\tgrpc\n",
                "fairlead-image\t1\nother\tx\n",
                "fairlead-image\t1\ncpus\tmany\n",
                "fairlead-image\t1\negress\thome\n",
                "fairlead-image\t1\nimage\t%zz\n"
            })
    void what_is_something_else_is_refused(String text) {
        assertThatThrownBy(() -> ImageDescription.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void each_part_has_its_bounds() {
        assertThatThrownBy(() ->
                        new ImageDescription(
                                "web:1",
                                "",
                                Contract.HTTP,
                                1,
                                List.of(),
                                Optional.empty(),
                                "",
                                false))
                .hasMessageContaining("id");
        assertThatThrownBy(() ->
                        new ImageDescription(
                                ID, "", Contract.HTTP, 0, List.of(), Optional.empty(), "", false))
                .hasMessageContaining("65535");
        assertThatThrownBy(() -> of(List.of(), Optional.of("healthz"))).hasMessageContaining("'/'");
        assertThatThrownBy(() -> of(List.of("x".repeat(5000)), Optional.empty()))
                .hasMessageContaining("words");
    }
}
