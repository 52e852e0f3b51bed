package io.elbo4j.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model or message that cannot be read as what it says it is. */
public final class CorruptModelException extends RuntimeException {

    private static final Pattern FILE = Pattern.compile(" file=([^ /;]+)");

    /** Names the file or part and what to do. */
    public CorruptModelException(String message) {
        super(message);
    }

    /** Names the file or part and what to do; with what was thrown beneath. */
    public CorruptModelException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same of a file of this folder, whose place it then names. */
    CorruptModelException in(Folder folder) {
        String message = String.valueOf(getMessage());
        Matcher file = FILE.matcher(message);
        return file.find()
                ? new CorruptModelException(
                        message.substring(0, file.start(1))
                                + folder.place(file.group(1))
                                + message.substring(file.end()),
                        this)
                : this;
    }
}
