package io.oncegate.orders.web;

import io.oncegate.edge.FieldFault;
import io.oncegate.orders.Amount;
import io.oncegate.orders.DedupKey;
import io.oncegate.orders.OrderDraft;
import io.oncegate.orders.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The body of a request to order, as it came. Members that nobody knows are ignored, so that a later client may say more.
 *
 * @param prodCode the product's code
 * @param amount the price, a decimal string or number, as its characters stand in the body
 * @param confirmDuplicate whether a person has said that a repetition is meant
 */
record OrderRequest(
        @JsonDeserialize(using = RawText.class) @Nullable String prodCode,
        @JsonDeserialize(using = RawText.class) @Nullable String amount,
        @JsonDeserialize(using = RawText.class) @Nullable String confirmDuplicate) {

    static final FieldFault UNKNOWN_PRODUCT = new FieldFault("prodCode", "is not the code of a product");

    private static final String MISSING = "is missing";
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What the request wants, or every field that is at fault. */
    <T> T read(String userId, DedupKey key, Function<OrderDraft, T> draft, Function<List<FieldFault>, T> faulty) {
        List<FieldFault> faults = new ArrayList<>();
        String code = product(faults);
        Amount sum = amount(faults);
        boolean confirmed = confirmed(faults);
        return code == null || sum == null || !faults.isEmpty()
                ? faulty.apply(faults)
                : draft.apply(new OrderDraft(userId, key, code, sum, confirmed));
    }

    private boolean confirmed(List<FieldFault> faults) {
        if (confirmDuplicate == null || confirmDuplicate.equals("false")) {
            return false;
        }
        if (!confirmDuplicate.equals("true")) {
            faults.add(new FieldFault("confirmDuplicate", "must be true or false"));
        }
        return true;
    }

    private @Nullable String product(List<FieldFault> faults) {
        if (prodCode == null || prodCode.isBlank()) {
            faults.add(new FieldFault("prodCode", MISSING));
            return null;
        }
        // codes are plain; this also keeps from the database what it cannot store, such as NUL
        if (!CODE.matcher(prodCode).matches()) {
            faults.add(UNKNOWN_PRODUCT);
            return null;
        }
        return prodCode;
    }

    private @Nullable Amount amount(List<FieldFault> faults) {
        Parsed<Amount> parsed = amount == null ? new Parsed.Invalid<>(MISSING) : Amount.parse(amount);
        return parsed.<@Nullable Amount>fold(valid -> valid, fault -> {
            faults.add(new FieldFault("amount", fault));
            return null;
        });
    }
}
