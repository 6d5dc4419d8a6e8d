package io.oncegate.orders;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;

/**
 * Makes order ids: UUIDs of version 7 (RFC 9562, 5.7), whose order is the order of their times, to the microsecond.
 *
 * <p>So one index serves both as identity and for listing the newest first.
 */
final class OrderIds {

    private static final int MICROS_PER_MILLI = 1000;
    private static final long RAND_B_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom random = new SecureRandom();

    UUID at(Instant time) {
        long micros = time.get(ChronoField.MICRO_OF_SECOND) % MICROS_PER_MILLI;
        // RFC 9562, 6.2, method 3: the 12 bits after the version hold the fraction of the millisecond
        long fraction = micros * 4096 / MICROS_PER_MILLI;
        long high = (time.toEpochMilli() << 16) | 0x7000 | fraction;
        return new UUID(high, (random.nextLong() & RAND_B_MASK) | VARIANT);
    }
}
