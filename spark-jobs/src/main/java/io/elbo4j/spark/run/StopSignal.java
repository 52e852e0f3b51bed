package io.elbo4j.spark.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Whether the process has been told to end (SIGTERM, SIGINT, a cluster manager that takes a machine away). The end waits until
 * the round is over and its checkpoint written, so long as whoever gave the signal has patience.
 */
final class StopSignal implements AutoCloseable {

    /** Before Spark's own hook, which would take its executors from under the round. */
    private static final int BEFORE_SPARK = 100;

    private static final long PATIENCE_HOURS = 24;

    private final CountDownLatch settled = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "elbo4j-stop");
    private volatile boolean given;

    private StopSignal() {}

    /** Listens from now on. */
    static StopSignal ofProcess() {
        StopSignal signal = new StopSignal();
        ShutdownHookManager.get().addShutdownHook(signal.hook, BEFORE_SPARK, PATIENCE_HOURS, TimeUnit.HOURS);
        return signal;
    }

    /** Is never given. */
    static StopSignal none() {
        return new StopSignal();
    }

    boolean given() {
        return given;
    }

    /** All is written; the process may end. */
    @Override
    public void close() {
        settled.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }

    private void await() {
        given = true;
        try {
            settled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
