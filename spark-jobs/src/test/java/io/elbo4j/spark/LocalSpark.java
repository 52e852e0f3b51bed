package io.elbo4j.spark;

import io.elbo4j.spark.run.Session;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one shared {@code local[2]} session as a parameter; it ends with the process. */
public final class LocalSpark implements ParameterResolver {

    private static final String SHARED = "local[2]";

    private static @Nullable SparkSession current;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared();
    }

    private static synchronized SparkSession shared() {
        SparkSession session = current;
        // A command that ran in this process has stopped the session that it joined.
        if (session == null || session.sparkContext().isStopped()) {
            session = start(SHARED);
            current = session;
        }
        return session;
    }

    /** Runs with a session of its own, since a process has one at a time; the shared one starts again afterwards. */
    public static synchronized void on(String master, Consumer<SparkSession> work) {
        SparkSession before = current;
        if (before != null) {
            before.stop();
            current = null;
        }
        SparkSession session = start(master);
        try {
            work.accept(session);
        } finally {
            session.stop();
        }
    }

    private static SparkSession start(String master) {
        return Session.open(Map.of(
                        "spark.master", master,
                        "spark.app.name", "tests",
                        "spark.ui.enabled", "false",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.sql.shuffle.partitions", "3",
                        "spark.metrics.conf.driver.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink",
                        "spark.log.level", "OFF"))
                .spark();
    }
}
