package io.oncegate.orders.web;

import io.oncegate.edge.FieldFault;
import io.oncegate.edge.Problem;
import io.oncegate.orders.Order;
import io.oncegate.orders.PlaceOutcome;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The answer to each outcome of a request to order (the table of contract 9). */
final class PlaceAnswers implements PlaceOutcome.Cases<ResponseEntity<Object>> {

    @Override
    public ResponseEntity<Object> placed(Order order) {
        return ResponseEntity.created(URI.create(OrderBody.location(order))).body(OrderBody.answering(order, false));
    }

    @Override
    public ResponseEntity<Object> repeated(Order original) {
        return ResponseEntity.ok()
                .location(URI.create(OrderBody.location(original)))
                .body(OrderBody.answering(original, true));
    }

    @Override
    public ResponseEntity<Object> keyReused() {
        return Problem.settled(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "dedup-key-reused",
                        "This key already has an order with other content. Another order needs another key.")
                .answer();
    }

    @Override
    public ResponseEntity<Object> possibleDuplicate(Order existing) {
        return Problem.refusal(
                        HttpStatus.CONFLICT,
                        "possible-duplicate-order",
                        "You ordered the same a moment ago. To order it again, send \"confirmDuplicate\": true.")
                .with("existingOrder", OrderBody.existing(existing))
                .answer();
    }

    @Override
    public ResponseEntity<Object> unknownProduct() {
        return invalid(List.of(OrderRequest.UNKNOWN_PRODUCT));
    }

    ResponseEntity<Object> invalid(List<FieldFault> faults) {
        return Problem.refusal(HttpStatus.BAD_REQUEST, "order-invalid", "The order has fields at fault.")
                .with(faults)
                .answer();
    }
}
