package dev.fairlead.builders.plans;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;

import dev.fairlead.builders.languages.BaseImages;
import dev.fairlead.builders.plans.Plan.Placed;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Puts an image together without an engine. The same files on the same base are the same bytes.
final class ImageAssembly {
    private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
    private static final FilePermissions RUNS = FilePermissions.fromOctalString("755");

    private final BaseImages bases;
    private final BaseCache cache;
    private final Duration patience;

    ImageAssembly(BaseImages bases, BaseCache cache, Duration patience) {
        this.bases = bases;
        this.cache = cache;
        this.patience = patience;
    }

    /// What goes into one image: `installed` are the packages of the plan, where it has some.
    record Parts(
            Plan plan,
            Folder folder,
            Optional<Path> installed,
            int port,
            Map<String, String> labels) {}

    /// The tar, as `docker save` writes it, that names the image `named`. `work` is the caller's.
    Path tar(Parts parts, String named, Path work) throws IOException, InterruptedException {
        Path tar = work.resolve("image.tar");
        Optional<String> base = parts.plan().base().map(this::named);
        try {
            JibContainerBuilder builder = builder(parts, base);
            Containerizer to =
                    Containerizer.to(TarImage.at(tar).named(ImageReference.parse(named)));
            cache.use(folder -> run(builder, to, folder, work.resolve("jib"), base.orElse("")));
        } catch (InvalidImageReferenceException e) {
            throw new IllegalStateException("a name was checked that is none", e);
        }
        return tar;
    }

    private String named(String base) {
        try {
            return bases.named(base);
        } catch (IllegalArgumentException e) {
            throw Folder.wrong("base: " + e.getMessage() + ".");
        }
    }

    private static JibContainerBuilder builder(Parts parts, Optional<String> base)
            throws IOException, InvalidImageReferenceException {
        Plan plan = parts.plan();
        JibContainerBuilder builder =
                base.isPresent() ? Jib.from(RegistryImage.named(base.get())) : Jib.fromScratch();
        builder.setFormat(ImageFormat.Docker)
                .setCreationTime(Instant.EPOCH)
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setWorkingDirectory(AbsoluteUnixPath.get(Plan.FOLDER))
                .setEntrypoint(plan.command())
                .setProgramArguments(List.of())
                .addExposedPort(Port.tcp(parts.port()));
        parts.labels().forEach(builder::addLabel);
        plan.environment().forEach(builder::addEnvironmentVariable);
        if (parts.installed().isPresent()) {
            builder.addFileEntriesLayer(
                    installed(parts.installed().get(), plan.packages().place()));
        }
        if (!plan.brought().isEmpty()) {
            builder.addFileEntriesLayer(layer("brought", parts.folder(), plan.brought()));
        }
        return builder.addFileEntriesLayer(layer("own", parts.folder(), plan.own()));
    }

    private static String architecture() {
        String machine = System.getProperty("os.arch", "amd64");
        return machine.equals("aarch64") ? "arm64" : machine;
    }

    private static FileEntriesLayer layer(String name, Folder folder, List<Placed> files)
            throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        for (Placed one : files) {
            add(layer, folder.path(one.file()), one.at());
        }
        return layer.build();
    }

    /// Ordinary files alone: a link may lead anywhere on this machine.
    private static FileEntriesLayer installed(Path root, String at) throws IOException {
        var layer = FileEntriesLayer.builder().setName("packages");
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files =
                    all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .sorted()
                            .toList();
        }
        for (Path file : files) {
            add(layer, file, at + "/" + root.relativize(file));
        }
        return layer.build();
    }

    private static void add(FileEntriesLayer.Builder layer, Path file, String at)
            throws IOException {
        layer.addEntry(
                file,
                AbsoluteUnixPath.get(at),
                ProgramFile.runs(file) ? RUNS : PLAIN,
                FileEntriesLayer.DEFAULT_MODIFICATION_TIME);
    }

    private void run(
            JibContainerBuilder builder, Containerizer to, Path bases, Path own, String base)
            throws IOException, InterruptedException {
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("image-", 0).factory());
        try {
            to.setToolName("fairlead")
                    .setBaseImageLayersCache(bases)
                    .setApplicationLayersCache(own)
                    .setAllowInsecureRegistries(this.bases.loopback())
                    .setExecutorService(threads);
            Future<?> made = threads.submit(() -> builder.containerize(to));
            made.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BuildFailed(
                    ErrorCode.IMAGE_UNAVAILABLE,
                    "The base image "
                            + base
                            + " did not arrive within "
                            + patience.toSeconds()
                            + " s.");
        } catch (ExecutionException e) {
            throw failed(base, e.getCause() == null ? e : e.getCause());
        } finally {
            // What waits for a registry ends by its own time limit; nobody waits for it.
            threads.shutdownNow();
        }
    }

    private static BuildFailed failed(String base, Throwable why) throws IOException {
        return switch (why) {
            case RegistryUnauthorizedException _ ->
                    new BuildFailed(
                            ErrorCode.IMAGE_UNAVAILABLE,
                            "The registry does not give out the base image "
                                    + base
                                    + ": it wants credentials, or does not have it.");
            case RegistryException e -> unavailable(base, e);
            case IOException e when !base.isEmpty() -> unavailable(base, e);
            case IOException e -> throw e;
            case CacheDirectoryCreationException e ->
                    throw new IOException("no room for the base image " + base, e);
            case Throwable e -> throw new IOException("cannot make the image", e);
        };
    }

    private static BuildFailed unavailable(String base, Exception why) {
        return new BuildFailed(
                ErrorCode.IMAGE_UNAVAILABLE,
                "The base image " + base + " cannot be had: " + why.getMessage());
    }
}
