from builders.network.build import main

if __name__ == "__main__":
    main()
