"""What a visitor means to buy. A cart promises nothing: prices and stock are asked anew each time it is shown."""
