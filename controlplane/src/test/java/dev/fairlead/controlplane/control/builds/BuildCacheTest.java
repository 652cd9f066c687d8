package dev.fairlead.controlplane.control.builds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.store.builds.BuildCacheStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.OrganizationId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Tag("slow")
@Timeout(60)
class BuildCacheTest {
    private final Bench bench = new Bench();
    private final BuildCacheStore store = new BuildCacheStore(bench.database, Bench.CLOCK);
    private final BuildCache cache = new BuildCache(bench.toolchain, store);
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    private final Toolchain.Progress progress =
            new Toolchain.Progress() {
                @Override
                public void phase(BuildPhase phase) {
                    // nobody looks
                }

                @Override
                public void line(String text) {
                    log.add(text);
                }
            };

    private Toolchain.Order order(String source) {
        return new Toolchain.Order(
                bench.organization,
                ServiceKind.FUNCTION,
                Optional.of(Language.JAVASCRIPT),
                Bench.source(source),
                Map.of("MODE", "fast"),
                Map.of("TOKEN", "one"));
    }

    private Deployment.Product build(Toolchain.Order order) {
        return cache.build(order, progress);
    }

    @Test
    void the_same_order_is_built_once() {
        // Given
        Deployment.Product first = build(order("same"));
        // When
        Deployment.Product again = build(order("same"));
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(bench.toolchain.builds.get()).isEqualTo(1);
        assertThat(log).last().asString().contains("taken from the cache");
    }

    @Test
    void whatever_differs_is_built() {
        // Given
        Toolchain.Order one = order("one");
        build(one);
        // When
        build(order("two"));
        build(
                new Toolchain.Order(
                        one.organization(),
                        ServiceKind.FUNCTION,
                        Optional.of(Language.ASSEMBLYSCRIPT),
                        one.source(),
                        one.variables(),
                        one.secrets()));
        build(
                new Toolchain.Order(
                        one.organization(),
                        ServiceKind.FUNCTION,
                        one.language(),
                        one.source(),
                        Map.of("MODE", "slow"),
                        one.secrets()));
        build(
                new Toolchain.Order(
                        one.organization(),
                        ServiceKind.FUNCTION,
                        one.language(),
                        one.source(),
                        one.variables(),
                        Map.of("TOKEN", "two")));
        build(
                new Toolchain.Order(
                        one.organization(),
                        ServiceKind.FUNCTION,
                        one.language(),
                        one.source(),
                        Map.of(),
                        Map.of("MODE", "fast", "TOKEN", "one")));
        bench.toolchain.fingerprint = "newer tools";
        build(one);
        // Then
        assertThat(bench.toolchain.builds.get()).isEqualTo(7);
    }

    @Test
    void another_tenant_finds_nothing() {
        // Given
        Toolchain.Order ours = order("shared");
        build(ours);
        OrganizationId other = OrganizationId.next(Bench.CLOCK);
        bench.database.inInstallation(handle ->
                handle.execute(
                        "insert into organizations values (?, 'other', now())", other.value()));
        // When
        build(
                new Toolchain.Order(
                        other,
                        ServiceKind.FUNCTION,
                        ours.language(),
                        ours.source(),
                        ours.variables(),
                        ours.secrets()));
        // Then
        assertThat(bench.toolchain.builds.get()).isEqualTo(2);
    }

    @Test
    void a_damaged_artifact_is_built_again() {
        // Given
        build(order("damaged"));
        bench.toolchain.onVerify =
                _ -> {
                    throw new BuildFailed(ErrorCode.GUEST_UNAVAILABLE, "not whole");
                };
        // When
        build(order("damaged"));
        // Then
        assertThat(bench.toolchain.builds.get()).isEqualTo(2);
        assertThat(log).contains("The cached artifact is damaged or gone: built again.");
    }

    @Test
    void what_was_used_longest_ago_goes_first() {
        // Given
        build(order("old"));
        build(order("young"));
        build(order("old"));
        // When
        int gone = store.shrink(1500);
        // Then
        assertThat(gone).isEqualTo(1);
        build(order("old"));
        assertThat(bench.toolchain.builds.get()).isEqualTo(2);
        build(order("young"));
        assertThat(bench.toolchain.builds.get()).isEqualTo(3);
    }
}
