package io.elbo4j.samediff;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** SameDiff prints a line for each operation that it differentiates; programs that speak to users do not want them. */
public final class StandardOutput {

    private StandardOutput() {}

    /** Runs the action and drops what the calling thread prints meanwhile; other threads print as before. */
    public static synchronized void silently(Runnable action) {
        PrintStream before = System.out;
        System.setOut(new OneThreadSilenced(before, Thread.currentThread()));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
    }

    private static final class OneThreadSilenced extends PrintStream {

        private final Thread silent;

        OneThreadSilenced(PrintStream target, Thread silent) {
            super((OutputStream) target, false, StandardCharsets.UTF_8);
            this.silent = silent;
        }

        @Override
        public void write(int b) {
            if (Thread.currentThread() != silent) {
                super.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (Thread.currentThread() != silent) {
                super.write(bytes, offset, length);
            }
        }

        @Override
        public void println(String line) {
            if (Thread.currentThread() != silent) {
                super.println(line);
            }
        }
    }
}
