package io.elbo4j.spark.scaling;

import io.elbo4j.spec.SpecException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Machines to plan for.
 *
 * @param executors how many
 * @param cores of each: tasks at once
 * @param linkBytesPerSecond of each machine, the driver's too; infinite where nothing leaves the machine
 */
public record Cluster(int executors, int cores, double linkBytesPerSecond) {

    private static final Pattern LINK = Pattern.compile("(\\d+(?:\\.\\d+)?)([MG])b(?:/s|ps)?");

    public Cluster {
        if (executors < 1 || cores < 1) {
            throw new SpecException(
                    "plan: out of range: executors=" + executors + " cores=" + cores + "; use whole numbers from 1");
        }
    }

    /**
     * By a link like {@code 10Gb} or {@code 100Mb}: bits a second.
     *
     * @throws SpecException for a number without a unit, and for others
     */
    public static Cluster of(int executors, int cores, String link) {
        Matcher matcher = LINK.matcher(link);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new SpecException(
                    "plan: not the speed of a link: link=" + link + "; write bits a second like 10Gb, 25Gb or 100Mb");
        }
        double bits = Double.parseDouble(matcher.group(1)) * (matcher.group(2).equals("G") ? 1e9 : 1e6);
        return new Cluster(executors, cores, bits / 8);
    }

    /** The same machines in another number. */
    Cluster with(int number) {
        return new Cluster(number, cores, linkBytesPerSecond);
    }

    /** Tasks at once. */
    long slots() {
        return (long) executors * cores;
    }

    /** For people. */
    String text() {
        String link = Double.isInfinite(linkBytesPerSecond)
                ? "one machine"
                : String.format(Locale.ROOT, "links of %.3g Gb/s", linkBytesPerSecond * 8e-9);
        return executors
                + (executors == 1 ? " executor of " : " executors of ")
                + cores
                + (cores == 1 ? " core, " : " cores, ")
                + link;
    }
}
