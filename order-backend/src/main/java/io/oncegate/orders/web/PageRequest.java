package io.oncegate.orders.web;

import io.oncegate.edge.FieldFault;
import io.oncegate.edge.PathId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of a caller's orders to show, as it came.
 *
 * @param limit how many, 1 to 100; 20 where absent
 * @param after the {@code next} of the page before; the first page where absent
 */
record PageRequest(@Nullable String limit, @Nullable String after) {

    private static final int DEFAULT_LIMIT = 20;
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]?|100");

    /** What the request wants, or every parameter that is at fault. */
    <T> T read(BiFunction<Integer, Optional<UUID>, T> page, Function<List<FieldFault>, T> faulty) {
        List<FieldFault> faults = new ArrayList<>();
        if (limit != null && !LIMIT.matcher(limit).matches()) {
            faults.add(new FieldFault("limit", "must be a number from 1 to 100"));
        }
        Optional<UUID> last = Optional.ofNullable(after).flatMap(PathId::read);
        if (after != null && last.isEmpty()) {
            faults.add(new FieldFault("after", "must be the \"next\" of an earlier page"));
        }
        return faults.isEmpty()
                ? page.apply(limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit), last)
                : faulty.apply(faults);
    }
}
