package dev.fairlead.server.builds;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.apps.ImageBuilder;
import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.sites.BuiltSite;
import dev.fairlead.builders.sites.SiteBuilder;
import dev.fairlead.builders.stacks.StackBuilder;
import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The builders, as control asks for them: kept source in, kept artifact out.
public final class BuilderToolchain implements Toolchain {
    private final Sources sources;
    private final ArtifactStore artifacts;
    private final Builders builders;
    private final ImageSupply images;
    private final Path work;

    public BuilderToolchain(
            Sources sources,
            ArtifactStore artifacts,
            Builders builders,
            ImageSupply images,
            Path work)
            throws IOException {
        this.sources = sources;
        this.artifacts = artifacts;
        this.builders = builders;
        this.images = images;
        this.work = work;
        WorkFolder.remove(work);
        Files.createDirectories(work);
    }

    @Override
    public Deployment.Product build(Order order, Progress progress) {
        try {
            Path own = Files.createTempDirectory(work, "b");
            try {
                progress.phase(BuildPhase.FETCHING);
                var input =
                        new BuildInput(
                                sources.get(order.source()),
                                own,
                                order.organization().toString(),
                                order.variables(),
                                order.secrets(),
                                heard(progress));
                return switch (order.kind()) {
                    case SITE -> site(input, progress);
                    case APP ->
                            stored(
                                    new ImageBuilder(images, builders.planned()).build(input),
                                    progress);
                    case STACK -> stored(new StackBuilder(images).build(input), progress);
                    case FUNCTION, PROXY ->
                            stored(
                                    builders.of(order.language().orElseThrow()).build(input),
                                    progress);
                };
            } finally {
                WorkFolder.remove(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build " + order, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while building " + order, e);
        }
    }

    private Deployment.Product stored(Built built, Progress progress) throws IOException {
        progress.phase(BuildPhase.STORING);
        return new Deployment.Product(built.abi(), store(built.artifact()));
    }

    /// The manifest comes last: where it is, all that it names is.
    private Deployment.Product site(BuildInput input, Progress progress) throws IOException {
        BuiltSite built = new SiteBuilder().build(input);
        progress.phase(BuildPhase.STORING);
        for (Path content : built.contents()) {
            store(content);
        }
        return new Deployment.Product(Abi.SITE, store(built.manifest()));
    }

    private ContentHash store(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return artifacts.store(bytes);
        }
    }

    @Override
    public String fingerprint() {
        return builders.fingerprint();
    }

    @Override
    public long size(ContentHash artifact) {
        try {
            return Files.size(artifacts.path(artifact));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read artifact " + artifact, e);
        }
    }

    private static BuildProgress heard(Progress progress) {
        return new BuildProgress() {
            @Override
            public void phase(BuildPhase phase) {
                progress.phase(phase);
            }

            @Override
            public void line(String text) {
                progress.line(text);
            }
        };
    }

    @Override
    public void verify(ContentHash artifact) {
        try {
            if (!artifacts.verify(artifact)) {
                throw new BuildFailed(
                        ErrorCode.GUEST_UNAVAILABLE,
                        "the artifact is damaged or gone; deploy the source again");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read artifact " + artifact, e);
        }
    }

    @Override
    public InputStream open(ContentHash artifact) throws IOException {
        verify(artifact);
        return Files.newInputStream(artifacts.path(artifact));
    }
}
