package dev.fairlead.builders.java;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;

/// Keeps what the compiler writes in memory, by the names that a jar wants.
final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    ClassFiles(JavaFileManager system) {
        super(system);
    }

    Map<String, byte[]> all() {
        var all = new TreeMap<String, byte[]>();
        written.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
        return all;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, Kind kind, FileObject sibling) {
        String name = className.replace('.', '/') + kind.extension;
        var bytes = new ByteArrayOutputStream();
        written.put(name, bytes);
        return new SimpleJavaFileObject(URI.create("memory:///classes"), kind) {
            @Override
            public OutputStream openOutputStream() {
                return bytes;
            }
        };
    }
}
