package dev.fairlead.dataplane.sites;

import dev.fairlead.dataplane.sites.Resolution.Elsewhere;
import dev.fairlead.dataplane.sites.Resolution.Found;
import dev.fairlead.dataplane.sites.Resolution.Missing;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteHeader;
import dev.fairlead.model.sites.SiteManifest;
import dev.fairlead.model.sites.SiteRedirect;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is at which path of one version of a site. Immutable; reads no files.
final class SiteIndex {
    private static final String INDEX = "index.html";

    private final SiteManifest manifest;
    private final Map<String, SiteFile> files;
    private final Set<String> hashed;

    SiteIndex(SiteManifest manifest) {
        this.manifest = manifest;
        this.files = new HashMap<>(manifest.files().size() * 4 / 3 + 1);
        this.hashed = new HashSet<>();
        for (SiteFile file : manifest.files()) {
            files.put(file.path(), file);
            if (SitePath.hashed("/" + file.path())) {
                hashed.add(file.path());
            }
        }
    }

    /// Whether a file of it has a name that says what is in it.
    boolean hashed(SiteFile file) {
        return hashed.contains(file.path());
    }

    /// The file of exactly this name.
    Optional<SiteFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    List<SiteHeader> headers() {
        return manifest.headers();
    }

    /// What is there by its own name or a page's, and by rules that hold nevertheless; empty where
    /// the other rules are to be asked.
    Optional<Resolution> there(String path) {
        for (SiteRedirect rule : manifest.redirects()) {
            if (rule.force()) {
                Optional<Resolution> found = ruled(rule, path);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return SitePath.name(path).flatMap(name -> named(name, path));
    }

    private Optional<Resolution> named(String name, String path) {
        boolean slash = path.endsWith("/");
        SiteFile exact = slash ? null : files.get(name);
        if (exact != null) {
            return Optional.of(new Found(exact, 200));
        }
        String bare = slash ? name.substring(0, Math.max(0, name.length() - 1)) : name;
        SiteFile folder = files.get(bare.isEmpty() ? INDEX : bare + "/" + INDEX);
        SiteFile page = bare.isEmpty() ? null : files.get(bare + ".html");
        if (folder == null && page == null) {
            return Optional.empty();
        }
        return Optional.of(page(folder, page, path, slash));
    }

    private Resolution page(
            @Nullable SiteFile folder, @Nullable SiteFile page, String path, boolean slash) {
        boolean wanted =
                path.equals("/")
                        || switch (manifest.options().slash()) {
                            case ALWAYS -> true;
                            case NEVER -> false;
                            // Where both are there, each has its own form.
                            case AUTO -> folder != null && (page == null || slash);
                        };
        if (wanted != slash) {
            String canonical = slash ? path.substring(0, path.length() - 1) : path + "/";
            return new Elsewhere(308, canonical);
        }
        SiteFile file = folder != null && (slash || page == null) ? folder : page;
        return file == null ? new Missing() : new Found(file, 200);
    }

    /// What there is where nothing has this path: a rule's, the one page's, or a page that says so.
    Resolution otherwise(String path) {
        for (SiteRedirect rule : manifest.redirects()) {
            if (!rule.force()) {
                Optional<Resolution> found = ruled(rule, path);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        SiteFile index = files.get(INDEX);
        if (manifest.options().singlePage() && index != null && last.indexOf('.') < 0) {
            return new Found(index, 200);
        }
        return notFound(path);
    }

    private Optional<Resolution> ruled(SiteRedirect rule, String path) {
        return rule.target(path)
                .map(target -> {
                    if (rule.elsewhere()) {
                        return target.equals(path) ? null : new Elsewhere(rule.status(), target);
                    }
                    String at = target.split("[?#]", 2)[0];
                    return SitePath.name(at)
                            .flatMap(name -> named(name, at))
                            .filter(Found.class::isInstance)
                            .map(found -> new Found(((Found) found).file(), rule.status()))
                            .orElse(null);
                });
    }

    /// The nearest `404.html` up the tree.
    private Resolution notFound(String path) {
        for (int cut = path.lastIndexOf('/'); cut >= 0; cut = path.lastIndexOf('/', cut - 1)) {
            SiteFile page =
                    SitePath.name(path.substring(0, cut) + "/404.html")
                            .map(files::get)
                            .orElse(null);
            if (page != null) {
                return new Found(page, 404);
            }
            if (cut == 0) {
                break;
            }
        }
        return new Missing();
    }
}
