package dev.fairlead.builders.plans;

import dev.fairlead.builders.bundled.PackageCache;
import dev.fairlead.builders.bundled.PackageFile;
import dev.fairlead.builders.bundled.PackageInstall;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.plans.ImageAssembly.Parts;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes images as plans say: installs packages in a sandbox, and puts the layers on their base. It
/// remembers what it made, until the next day: bases move.
public final class PlannedImages {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long MOST_BASE_BYTES = 4L << 30;
    private static final int MOST_REMEMBERED = 1000;

    private final Workbench bench;
    private final Clock clock;
    private final PackageInstall npm;
    private final PipInstall pip;
    private final ImageAssembly assembly;
    private final Map<ContentHash, String> made = new LinkedHashMap<>();

    public PlannedImages(Workbench bench) {
        this(bench, PATIENCE, Clock.systemUTC());
    }

    PlannedImages(Workbench bench, Duration patience, Clock clock) {
        this.bench = bench;
        this.clock = clock;
        this.npm = new PackageInstall(bench);
        this.pip = new PipInstall(bench);
        var cache = new BaseCache(bench.cache().resolve("bases"), MOST_BASE_BYTES);
        this.assembly = new ImageAssembly(bench.bases(), cache, patience);
    }

    /// An image to make: `named` is what its tar calls it.
    public record Asked(
            Plan plan, List<String> files, int port, Map<String, String> labels, String named) {
        public Asked {
            files = List.copyOf(files);
            labels = Map.copyOf(labels);
        }
    }

    /// The same for what gives the same image on the same day.
    public ContentHash key(Asked asked, BuildInput input) {
        var text = new StringBuilder();
        text.append(LocalDate.now(clock.withZone(ZoneOffset.UTC))).append('\0');
        text.append(bench.tools().fingerprint()).append('\0').append(bench.bases()).append('\0');
        text.append(input.tenant()).append('\0').append(input.source().hash()).append('\0');
        text.append(asked.plan()).append('\0').append(asked.files()).append('\0');
        text.append(asked.port()).append('\0').append(new TreeMap<>(asked.labels())).append('\0');
        text.append(new TreeMap<>(asked.plan().environment())).append('\0');
        text.append(new TreeMap<>(input.variables())).append('\0');
        text.append(new TreeMap<>(input.secrets()));
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The id of the image that was made before.
    public synchronized Optional<String> known(ContentHash key) {
        return Optional.ofNullable(made.get(key));
    }

    public synchronized void remember(ContentHash key, String id) {
        made.put(key, id);
        while (made.size() > MOST_REMEMBERED) {
            made.remove(made.keySet().iterator().next());
        }
    }

    /// The image as a tar, the caller's own. Throws `BuildFailed` for what the author has to mend.
    public Path tar(Asked asked, BuildInput input) throws IOException, InterruptedException {
        Folder folder = Folder.of(input.source(), asked.files());
        Optional<PackageCache.Lease> installed = installed(asked.plan(), folder, input);
        try {
            input.progress().phase(BuildPhase.PACKAGING);
            Path work = Files.createDirectories(input.work().resolve("planned"));
            var parts =
                    new Parts(
                            asked.plan(),
                            folder,
                            installed.map(PackageCache.Lease::tree),
                            asked.port(),
                            asked.labels());
            return assembly.tar(parts, asked.named(), work);
        } finally {
            installed.ifPresent(PackageCache.Lease::close);
        }
    }

    private Optional<PackageCache.Lease> installed(Plan plan, Folder folder, BuildInput input)
            throws IOException, InterruptedException {
        return switch (plan.packages()) {
            case NONE -> Optional.empty();
            case NPM -> Optional.of(npm.packages(input, PackageFile.of(input.source()), false));
            case PIP -> Optional.of(pip.packages(input, folder, plan));
        };
    }
}
