"""What is kept from one session to the next: numbers of sets, of minutes at the desk, of neck exercises."""
