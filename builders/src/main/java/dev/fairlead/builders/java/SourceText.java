package dev.fairlead.builders.java;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/// A source in memory, which may have any name, whatever its public class is called.
final class SourceText extends SimpleJavaFileObject {
    private static final String AUTHOR = "source";

    private final String text;

    private SourceText(String scheme, String file, String text) {
        super(uri(scheme, file), Kind.SOURCE);
        this.text = text;
    }

    static SourceText of(String file, String text) {
        return new SourceText(AUTHOR, file, text);
    }

    /// One of ours.
    static SourceText glue(String file, String text) {
        return new SourceText("glue", file, text);
    }

    private static URI uri(String scheme, String file) {
        try {
            return new URI(scheme, "", "/" + file, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a file's name: " + file, e);
        }
    }

    /// The author's file behind what the compiler hands out, which wraps what it was given; empty
    /// for one of ours and for none.
    static String name(@Nullable JavaFileObject file) {
        return file != null && AUTHOR.equals(file.toUri().getScheme())
                ? file.toUri().getPath().substring(1)
                : "";
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.SOURCE
                && !simpleName.equals("package-info")
                && !simpleName.equals("module-info");
    }
}
