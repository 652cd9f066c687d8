package dev.fairlead.server.builds;

import dev.fairlead.builders.intake.Assembly;
import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.LanguageSigns;
import dev.fairlead.builders.intake.Manifest;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.store.BlobStore;
import dev.fairlead.builders.store.TreeStore;
import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.sources.SecretFiles;
import dev.fairlead.model.wire.ManifestFileJson;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Sources as folders by the hash of what is in them, and their files by organization, so that what
/// is here need not be sent again.
public final class Sources implements SourceStore {
    private final TreeStore trees;
    private final Path blobs;
    private final Path manifests;
    private final Clock clock;

    /// As many files as a large site has; what is sent at once is bounded apart.
    private static final IntakeLimits LARGE = new IntakeLimits(1L << 30, 100_000, 200, 1L << 20);

    /// Keeps everything below `data`.
    public Sources(Path data, Clock clock) throws IOException {
        this.trees = new TreeStore(data.resolve("sources"), clock);
        this.blobs = data.resolve("blobs");
        this.manifests = data.resolve("manifests");
        this.clock = clock;
    }

    private BlobStore blobs(OrganizationId organization) {
        return new BlobStore(blobs.resolve(organization.toString()), clock);
    }

    @Override
    public Accepted accept(Upload upload, InputStream body) throws IOException {
        Path work = trees.workspace();
        try {
            Path file = work.resolve("upload");
            Files.copy(body, file);
            String name = upload.fileName();
            if (single(upload, file)) {
                Files.createDirectories(work.resolve("tree"));
                Files.move(file, work.resolve("tree/index.html"));
                return keep(upload, SourceIntake.treeOf(work.resolve("tree")));
            }
            Language expected =
                    upload.language().isPresent()
                            ? upload.language().get()
                            : LanguageSigns.ofFile(name, file);
            var intake = new SourceIntake(limits(upload));
            return keep(upload, intake.take(file, name, expected, work.resolve("tree")));
        } finally {
            TreeStore.delete(work);
        }
    }

    @Override
    public Assembled assemble(Upload upload, List<ManifestFileJson> files) throws IOException {
        Manifest manifest = manifest(files, limits(upload));
        Path work = trees.workspace();
        try {
            return assemble(upload, manifest, work);
        } finally {
            TreeStore.delete(work);
        }
    }

    @Override
    public Assembled complete(Upload upload, ContentHash id, InputStream body) throws IOException {
        Path remembered = remembered(upload.organization(), id);
        Path work = trees.workspace();
        try {
            if (!Files.exists(remembered)) {
                return new Missing(List.of());
            }
            Manifest manifest = Manifest.parse(Files.readString(remembered), limits(upload));
            Path file = work.resolve("upload");
            Files.copy(body, file);
            new SourceIntake(limits(upload))
                    .unpack(file, "delta.tar", Language.JAVASCRIPT, work.resolve("sent"));
            return assemble(upload, manifest, work);
        } finally {
            TreeStore.delete(work);
        }
    }

    private Assembled assemble(Upload upload, Manifest manifest, Path work) throws IOException {
        Path directory = Files.createDirectories(work.resolve("tree"));
        List<Integer> missing =
                Assembly.assemble(
                        manifest, blobs(upload.organization()), work.resolve("sent"), directory);
        if (missing.isEmpty()) {
            return keep(upload, SourceIntake.treeOf(directory));
        }
        Path remembered = remembered(upload.organization(), manifest.id());
        Files.createDirectories(remembered.getParent());
        Path written = Files.writeString(work.resolve("manifest"), manifest.text());
        Files.move(written, remembered, StandardCopyOption.ATOMIC_MOVE);
        return new Missing(missing);
    }

    private Path remembered(OrganizationId organization, ContentHash manifest) {
        return manifests.resolve(organization.toString()).resolve(manifest.hex());
    }

    private static Manifest manifest(List<ManifestFileJson> files, IntakeLimits limits) {
        var items = new ArrayList<Manifest.Item>();
        for (ManifestFileJson file : files) {
            items.add(new Manifest.Item(file.path(), new ContentHash(file.hash()), file.size()));
        }
        return Manifest.of(items, limits);
    }

    private Accepted keep(Upload upload, SourceTree tree) throws IOException {
        if (!upload.secretsAllowed()) {
            refuseSecrets(tree);
        }
        Optional<Language> language = language(upload, tree);
        Path kept = trees.keep(tree.directory(), tree.hash());
        BlobStore own = blobs(upload.organization());
        long bytes = 0;
        for (String file : tree.files()) {
            Path path = kept.resolve(file);
            own.keep(path, BlobStore.hashOf(path));
            bytes += Files.size(path);
        }
        return new Accepted(tree.hash(), language, bytes);
    }

    private static IntakeLimits limits(Upload upload) {
        return upload.kind() == ServiceKind.FUNCTION ? IntakeLimits.DEFAULT : LARGE;
    }

    /// A page alone is a site.
    private static boolean single(Upload upload, Path file) throws IOException {
        return upload.kind() == ServiceKind.SITE
                && upload.fileName().endsWith(".html")
                && Files.size(file) > 0;
    }

    private static Optional<Language> language(Upload upload, SourceTree tree) throws IOException {
        if (upload.kind() != ServiceKind.FUNCTION) {
            return Optional.empty();
        }
        return upload.language().isPresent()
                ? upload.language()
                : Optional.of(LanguageSigns.of(tree));
    }

    private static void refuseSecrets(SourceTree tree) throws IOException {
        var found = new ArrayList<FieldError>();
        for (String file : tree.files()) {
            Path path = tree.path(file);
            byte[] content =
                    Files.size(path) > SecretFiles.LARGEST_READ
                            ? new byte[0]
                            : Files.readAllBytes(path);
            SecretFiles.suspicion(file, content)
                    .ifPresent(why -> found.add(new FieldError(file, why)));
        }
        if (!found.isEmpty()) {
            throw new Rejected(
                    ErrorCode.SECRETS_IN_SOURCE,
                    "leave them out (.fairleadignore), or insist with allowSecrets=true",
                    found);
        }
    }

    /// A kept source. Throws `IOException` when it is not there.
    public SourceTree get(ContentHash hash) throws IOException {
        return new SourceTree(trees.path(hash), trees.files(hash), hash);
    }

    /// Deletes what nobody needs and is older than `before`; how many went.
    public int deleteUnreferenced(Set<String> needed, Instant before) throws IOException {
        int gone = trees.deleteUnreferenced(needed, before);
        for (Path organization : folders(blobs)) {
            gone += new BlobStore(organization, clock).deleteUnlinked(before);
        }
        for (Path organization : folders(manifests)) {
            try (Stream<Path> all = Files.list(organization)) {
                for (Path manifest : all.toList()) {
                    if (Files.getLastModifiedTime(manifest).toInstant().isBefore(before)
                            && Files.deleteIfExists(manifest)) {
                        gone++;
                    }
                }
            }
        }
        return gone;
    }

    private static List<Path> folders(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
