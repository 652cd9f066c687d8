package dev.fairlead.identity.passwords;

import com.nulabinc.zxcvbn.Zxcvbn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a password is hard enough to guess (zxcvbn, USENIX Security 2016).
public final class Strength {
    /// "Safely unguessable": more than 10^8 guesses.
    private static final int ENOUGH = 3;

    /// The estimate takes time that grows faster than its input.
    private static final int LOOKED_AT = 72;

    /// Its word lists take time and memory: they are read when the first password is chosen.
    private static final class Estimate {
        private static final Zxcvbn ZXCVBN = new Zxcvbn();
    }

    /// What is wrong with a password, as advice; `known` is what anybody would try first, such as
    /// the owner's name. Empty for a good one.
    public Optional<String> weakness(String password, List<String> known) {
        if (password.codePointCount(0, password.length()) < Passwords.SHORTEST) {
            return Optional.of("use at least " + Passwords.SHORTEST + " characters");
        }
        if (password.length() > Passwords.LONGEST) {
            return Optional.of("use at most " + Passwords.LONGEST + " characters");
        }
        String looked = password.substring(0, Math.min(LOOKED_AT, password.length()));
        List<String> words = known.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        return Estimate.ZXCVBN.measure(looked, words).getScore() >= ENOUGH
                ? Optional.empty()
                : Optional.of("it is among the first that would be tried; use a few random words");
    }
}
