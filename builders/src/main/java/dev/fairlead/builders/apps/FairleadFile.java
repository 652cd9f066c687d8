package dev.fairlead.builders.apps;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The `fairlead.yaml` of a folder that is built by an engine, as far as it can be read.
public final class FairleadFile {
    public static final String NAME = "fairlead.yaml";

    private static final long MOST_BYTES = 1 << 20;

    private FairleadFile() {}

    /// Its keys; none where there is no such file. Throws `BuildFailed` where it is none.
    public static Map<?, ?> values(SourceTree source) throws IOException {
        if (!source.files().contains(NAME)) {
            return Map.of();
        }
        Path file = source.path(NAME);
        if (Files.size(file) > MOST_BYTES) {
            throw wrong("it has more than 1 MiB");
        }
        Object loaded;
        try {
            loaded =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (YAMLException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (loaded == null) {
            return Map.of();
        }
        if (!(loaded instanceof Map<?, ?> values)) {
            throw wrong("it must be a mapping of keys");
        }
        return values;
    }

    /// What is wrong with it.
    public static BuildFailed wrong(String why) {
        return new BuildFailed(ErrorCode.SOURCE_INVALID, NAME + ": " + why + ".");
    }
}
