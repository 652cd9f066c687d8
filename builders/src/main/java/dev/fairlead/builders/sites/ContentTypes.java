package dev.fairlead.builders.sites;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a file is, by its name's ending.
final class ContentTypes {
    private static final String BYTES = "application/octet-stream";
    private static final String UTF_8 = "; charset=utf-8";

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html" + UTF_8),
                    Map.entry("htm", "text/html" + UTF_8),
                    Map.entry("css", "text/css" + UTF_8),
                    Map.entry("js", "text/javascript" + UTF_8),
                    Map.entry("mjs", "text/javascript" + UTF_8),
                    Map.entry("txt", "text/plain" + UTF_8),
                    Map.entry("md", "text/markdown" + UTF_8),
                    Map.entry("csv", "text/csv" + UTF_8),
                    Map.entry("vtt", "text/vtt" + UTF_8),
                    Map.entry("ics", "text/calendar" + UTF_8),
                    Map.entry("xml", "application/xml"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("rss", "application/rss+xml"),
                    Map.entry("atom", "application/atom+xml"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("avif", "image/avif"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("bmp", "image/bmp"),
                    Map.entry("woff", "font/woff"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("ttf", "font/ttf"),
                    Map.entry("otf", "font/otf"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("ogg", "audio/ogg"),
                    Map.entry("wav", "audio/wav"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("webm", "video/webm"));

    /// Those that are not text by their type, and get smaller nevertheless.
    private static final Set<String> SHRINK =
            Set.of(
                    "application/xml",
                    "application/json",
                    "application/manifest+json",
                    "application/rss+xml",
                    "application/atom+xml",
                    "application/wasm",
                    "image/svg+xml",
                    "image/x-icon",
                    "image/bmp",
                    "font/ttf",
                    "font/otf");

    private ContentTypes() {}

    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? BYTES
                : TYPES.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), BYTES);
    }

    static boolean shrinks(String type) {
        return type.startsWith("text/") || SHRINK.contains(type);
    }
}
