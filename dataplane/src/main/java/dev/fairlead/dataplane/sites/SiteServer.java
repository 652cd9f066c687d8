package dev.fairlead.dataplane.sites;

import dev.fairlead.dataplane.sites.Resolution.Elsewhere;
import dev.fairlead.dataplane.sites.Resolution.Found;
import dev.fairlead.dataplane.sites.Resolution.Missing;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.sites.SiteFile;

import io.vertx.core.http.HttpMethod;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Iterator;
import java.util.Optional;

/// Finds what a request to a site is answered with, and has it sent.
public final class SiteServer {
    private static final Logger LOG = LoggerFactory.getLogger(SiteServer.class);

    private final SmallFiles small = new SmallFiles();

    /// On the request's event loop.
    public void answer(SiteRequest asked, SiteEvents events) {
        HttpMethod method = asked.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            events.unanswered(ErrorCode.METHOD_NOT_ALLOWED, "a site answers GET and HEAD");
            return;
        }
        asked.site()
                .index(asked.context())
                .onFailure(why -> broken(asked, events, why))
                .onSuccess(index -> answer(asked, index, events));
    }

    private static void broken(SiteRequest asked, SiteEvents events, Throwable why) {
        LOG.error(
                "a site cannot be read serviceId={} version={}",
                asked.site().spec().service(),
                asked.site().spec().version(),
                why);
        events.unanswered(ErrorCode.INTERNAL, "the site cannot be read");
    }

    private void answer(SiteRequest asked, SiteIndex index, SiteEvents events) {
        var answer = new SiteAnswer(asked, index, small, events);
        if (asked.path().isEmpty()) {
            // What the page names is below its own path.
            answer.elsewhere(new Elsewhere(308, "/"));
            return;
        }
        Optional<Resolution> there = index.there(asked.path());
        if (there.isPresent()) {
            send(there.get(), index, answer, asked.site(), events);
        } else if (SitePath.hashed(asked.path())) {
            earlier(asked, asked.earlier().get().iterator(), answer, index, events);
        } else {
            send(index.otherwise(asked.path()), index, answer, asked.site(), events);
        }
    }

    /// A page of a version before may still ask for its own files.
    private void earlier(
            SiteRequest asked,
            Iterator<LiveSite> rest,
            SiteAnswer answer,
            SiteIndex current,
            SiteEvents events) {
        if (!rest.hasNext()) {
            send(current.otherwise(asked.path()), current, answer, asked.site(), events);
            return;
        }
        LiveSite site = rest.next();
        site.index(asked.context())
                .onComplete(read -> {
                    Optional<SiteFile> file =
                            read.succeeded()
                                    ? SitePath.name(asked.path()).flatMap(read.result()::file)
                                    : Optional.empty();
                    if (file.isPresent()) {
                        send(new Found(file.get(), 200), read.result(), answer, site, events);
                    } else {
                        earlier(asked, rest, answer, current, events);
                    }
                });
    }

    /// `index` is that of `site`, by which it was found.
    private static void send(
            Resolution what, SiteIndex index, SiteAnswer answer, LiveSite site, SiteEvents events) {
        switch (what) {
            case Found(SiteFile file, int status) -> {
                boolean hashed = status == 200 && index.hashed(file);
                answer.file(file, status, hashed, site.spec());
            }
            case Elsewhere elsewhere -> answer.elsewhere(elsewhere);
            case Missing _ -> events.unanswered(ErrorCode.SITE_FILE_MISSING, "nothing is here");
        }
    }
}
