package io.elbo4j.spark.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damage by chance.
 *
 * @param random where it comes from
 */
public record Mutations(Random random) {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?(?![\\w.])");
    private static final String[] ABSURD = {
        "-1",
        "0",
        "2",
        "1e308",
        "1e-320",
        "NaN",
        "-Infinity",
        "2147483647",
        "2147483648",
        "99999999999",
        "1000000000",
        "100000",
        "0.5",
        "\"\"",
        "[]",
        "{}",
        "null",
        "true",
        "-2147483648",
        "1e9",
        "\u0000",
        "x",
        "9".repeat(400)
    };

    /** A seed for a whole test: {@code -Dseed=} plays it again. */
    public static long seed() {
        long seed = Long.getLong("seed", 20261126);
        System.out.println("seed=" + seed);
        return seed;
    }

    /** A bit flipped, a piece cut, doubled, overwritten or exchanged. */
    public byte[] bytes(byte[] whole) {
        byte[] bytes = whole.clone();
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        int count = Math.min(bytes.length - at, 1 + random.nextInt(64));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + count, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, at + count), Arrays.copyOfRange(bytes, at, bytes.length));
            case 3 -> {
                byte[] noise = new byte[count];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, count);
                yield bytes;
            }
            case 4 -> {
                Arrays.fill(bytes, at, at + Math.min(count, 8), (byte) (random.nextBoolean() ? 0xFF : 0x7F));
                yield bytes;
            }
            default -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
        };
    }

    private static byte[] joined(byte[] left, byte[] right) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(left);
        out.writeBytes(right);
        return out.toByteArray();
    }

    /** Half of the time one number becomes another, absurd one; else the text's bytes are damaged, or its lines. */
    public String text(String whole) {
        int kind = random.nextInt(6);
        if (kind < 3) {
            MatchResult[] numbers = NUMBER.matcher(whole).results().toArray(MatchResult[]::new);
            if (numbers.length > 0) {
                MatchResult one = numbers[random.nextInt(numbers.length)];
                return whole.substring(0, one.start())
                        + ABSURD[random.nextInt(ABSURD.length)]
                        + whole.substring(one.end());
            }
        }
        if (kind == 3) {
            String[] lines = whole.split("\n", -1);
            lines[random.nextInt(lines.length)] = lines[random.nextInt(lines.length)];
            return String.join("\n", lines);
        }
        return new String(bytes(whole.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
