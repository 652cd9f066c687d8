package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Hands an answer on if HTTP can say it.
final class AnswerShape {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,200}");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");
    // Ours to say: they belong to the connection, not to the answer.
    private static final Set<String> DROPPED =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "upgrade");

    private AnswerShape() {}

    static Outcome send(Talk.Said.Answer whole, GuestAnswer answer) {
        if (whole.status() < 200 || whole.status() > 599) {
            return bad("The status " + whole.status() + " is not one of 200 to 599.");
        }
        var headers = new ArrayList<Header>();
        List<String> texts = whole.headers();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            if (!NAME.matcher(texts.get(i)).matches()
                    || !VALUE.matcher(texts.get(i + 1)).matches()) {
                return bad("A header of the answer is not a valid header.");
            }
            if (!DROPPED.contains(texts.get(i))) {
                headers.add(new Header(texts.get(i), texts.get(i + 1).strip()));
            }
        }
        try {
            answer.head(whole.status(), headers);
            if (whole.body().length > 0) {
                answer.write(whole.body());
            }
            return Outcome.ANSWERED;
        } catch (IOException e) {
            return Outcome.CANCELLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.CANCELLED;
        }
    }

    private static Outcome bad(String message) {
        return new Outcome.Failed(ErrorCode.GUEST_BAD_RESPONSE, message);
    }
}
