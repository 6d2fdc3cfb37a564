"""What any shop software needs and that knows no word of shops: money, time, ids, events, tasks, accounts."""
